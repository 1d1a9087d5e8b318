package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code VFIO_DEVICE_DETACH_IOMMUFD_PT} of a PASID; one that has nothing is fine. */
final class DetachPasid extends AccessOperation<DetachPasid> {
    private static final Program<DetachPasid> STEPS = Program.<DetachPasid>of("DETACH_IOMMUFD_PT with PASID")
            .cpu("iommufd_device_pasid_detach", Cost.SYSCALL, (o, a) -> o.detach())
            .build();

    private final Task task;
    private final VfioCdev cdev;
    private final int pasid;

    /**
     * A call.
     *
     * @param cdev on which device
     * @param pasid the program's PASID
     */
    DetachPasid(Task task, VfioCdev cdev, int pasid) {
        super(STEPS);
        this.task = task;
        this.cdev = cdev;
        this.pasid = pasid;
    }

    private int detach() {
        task.countSyscalls(1);
        Hwpt old = cdev.pasids().remove(pasid);
        if (old != null) {
            old.unuse();
        }
        return Flow.DONE;
    }
}
