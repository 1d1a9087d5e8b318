package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.SimLock;

/** Calls of uacce that no step of the language makes. */
public final class UacceCalls {
    private UacceCalls() {}

    /** poll(2) of the queue's descriptor. */
    public static Operation<?> poll(Task task, AccessQueue queue) {
        return new PollQueue(task, (UacceQueue) queue);
    }

    /** UACCE_CMD_QM_SET_QP_CTX. */
    public static Operation<?> ioctl(Task task, AccessQueue queue) {
        return new DriverIoctl(task, (UacceQueue) queue, new DriverIoctl.SetQpCtx(0));
    }

    /** rmmod of the driver, which waits for its users. */
    public static Operation<?> removeModule(AccessQueue ofOne, Device device) {
        UacceDriver driver = ((UacceQueue) ofOne).driver();
        return new RemoveModule(driver, driver.device(device));
    }

    /** {@code uacce_mm->lock} of the address space that the queue is bound to. */
    public static SimLock mmLock(AccessQueue queue) {
        return ((UacceQueue) queue).mm().lock();
    }

    /** Whether it is a queue of this driver. */
    public static boolean has(AccessQueue queue) {
        return queue instanceof UacceQueue;
    }
}
