package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_DEVICE_ATTACH_IOMMUFD_PT} with {@code VFIO_DEVICE_ATTACH_PASID}: one more address space for transactions that the program
 * itself tags with a PASID; what the PASID had is replaced ({@code vfio_iommufd_physical_pasid_attach_ioas}). EINVAL for a device without PASIDs,
 * for a plain IOAS, for a page table that was not made for PASIDs, and while what the device uses without PASID is not.
 */
final class AttachPasid extends AccessOperation<AttachPasid> {
    private static final Program<AttachPasid> STEPS = Program.<AttachPasid>of("ATTACH_IOMMUFD_PT with PASID")
            .cpu("iommufd_device_pasid_attach", Cost.SYSCALL, (o, a) -> o.attach())
            .build();

    private final Task task;
    private final VfioCdev cdev;
    private final int pasid;
    private final int id;

    /**
     * A call.
     *
     * @param cdev on which device
     * @param pasid the program's PASID, at least 1
     * @param id a page table
     */
    AttachPasid(Task task, VfioCdev cdev, int pasid, int id) {
        super(STEPS);
        this.task = task;
        this.cdev = cdev;
        this.pasid = pasid;
        this.id = id;
    }

    private int attach() {
        task.countSyscalls(1);
        answer(tryAttach());
        return Flow.DONE;
    }

    private Errno tryAttach() {
        IommufdContext context = cdev.context();
        IommufdObject object = context == null ? null : context.find(id);
        if (object == null) {
            return context == null ? Errno.EINVAL : Errno.ENOENT;
        }
        Hwpt now = cdev.hwpt();
        if (cdev.mdev().parent().device().maxPasids() == 0
                || !(object instanceof Hwpt hwpt)
                || !hwpt.pasidCompatible()
                || (now != null && !now.pasidCompatible())) {
            return Errno.EINVAL;
        }
        Hwpt old = cdev.pasids().put(pasid, hwpt);
        if (old != null) {
            old.unuse();
        }
        hwpt.use();
        return Errno.OK;
    }
}
