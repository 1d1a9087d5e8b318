package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code eventfd()} and {@code VFIO_DEVICE_SET_IRQS}: an entry of the device's interrupt message store for an mdev, so that it interrupts
 * its client without trapping. ENOSPC if no entry is left (the errno and the moment of the allocation are UNVERIFIED).
 */
public final class SetIrqs extends AccessOperation<SetIrqs> {
    private static final Program<SetIrqs> STEPS = Program.<SetIrqs>of("VFIO_DEVICE_SET_IRQS")
            .cpu("eventfd, vfio_device_ioctl SET_IRQS", Cost.SYSCALL, (o, a) -> {
                a.charge(2);
                return o.set();
            })
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final VfioGroup group;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param group the device's group
     */
    public SetIrqs(VfioDriver driver, Task task, VfioGroup group) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.group = group;
    }

    private int set() {
        task.countSyscalls(2);
        if (driver.kernel().fails(Allocation.SLAB)) {
            // The context of the vector, before one is taken.
            return fail(Errno.ENOMEM);
        }
        return driver.ims(group.mdev().parent()).take(group.mdev()) ? Flow.DONE : fail(Errno.ENOSPC);
    }
}
