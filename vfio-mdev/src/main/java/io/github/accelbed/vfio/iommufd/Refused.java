package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** An ioctl on a device's node before BIND: all of them fail, with EINVAL (the errno is UNVERIFIED). */
final class Refused extends AccessOperation<Refused> {
    private static final Program<Refused> STEPS = Program.<Refused>of("ioctl before BIND")
            .cpu("vfio_device_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.refuse())
            .build();

    private final Task task;
    private final Errno why;

    Refused(Task task, Errno why) {
        super(STEPS);
        this.task = task;
        this.why = why;
    }

    private int refuse() {
        task.countSyscalls(1);
        answer(why);
        return Flow.DONE;
    }
}
