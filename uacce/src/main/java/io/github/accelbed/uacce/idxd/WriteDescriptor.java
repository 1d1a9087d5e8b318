package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * The checks of {@code idxd_cdev_write}, by which the kernel submits for a program that may not map the portal: EPERM for another address space
 * than the opener's, EINVAL for a batch (whose descriptors the kernel cannot look at; the hardware is DSA's first generation, whose submission
 * by users is not safe) and on a kernel without this call. Left out: the submission itself, the completion address's alignment.
 */
final class WriteDescriptor extends AccessOperation<WriteDescriptor> {
    private static final Program<WriteDescriptor> STEPS = Program.<WriteDescriptor>of("idxd_cdev_write")
            .cpu("idxd_cdev_write", Cost.SYSCALL, (o, a) -> o.check())
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final IdxdClient client;
    private final boolean batch;

    WriteDescriptor(IdxdDriver driver, Task task, IdxdClient client, boolean batch) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.client = client;
        this.batch = batch;
    }

    private int check() {
        task.countSyscalls(1);
        if (!task.files().holds(client.file())) {
            answer(Errno.EBADF);
        } else if (!driver.rules().guardsPortal()) {
            answer(Errno.EINVAL);
        } else if (driver.foreign(task, client)) {
            answer(Errno.EPERM);
        } else if (batch) {
            answer(Errno.EINVAL);
        }
        return Flow.DONE;
    }
}
