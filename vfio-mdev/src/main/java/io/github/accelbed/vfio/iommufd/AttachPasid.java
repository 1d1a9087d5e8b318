package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_DEVICE_ATTACH_IOMMUFD_PT} with {@code VFIO_DEVICE_ATTACH_PASID}: one more address space for transactions that the program
 * itself tags with a PASID. The rules are those of the kernel's test {@code pasid_attach}: EOPNOTSUPP without the driver's part; EINVAL for
 * a device without PASIDs, for a plain IOAS, for a page table that was not made for PASIDs, and while what the device uses without PASID is
 * not; EBUSY for a PASID in use unless it is replaced, EINVAL to replace one that is not.
 */
final class AttachPasid extends AccessOperation<AttachPasid> {
    private static final Program<AttachPasid> STEPS = Program.<AttachPasid>of("ATTACH_IOMMUFD_PT with PASID")
            .cpu("iommufd_device_pasid_attach", Cost.SYSCALL, (o, a) -> o.attach())
            .build();

    private final Task task;
    private final VfioCdev cdev;
    private final int pasid;
    private final int id;
    private final boolean replace;

    /**
     * A call.
     *
     * @param task who calls
     * @param cdev on which device
     * @param pasid the program's PASID, at least 1
     * @param id a page table
     * @param replace whether to replace what the PASID has
     */
    AttachPasid(Task task, VfioCdev cdev, int pasid, int id, boolean replace) {
        super(STEPS);
        this.task = task;
        this.cdev = cdev;
        this.pasid = pasid;
        this.id = id;
        this.replace = replace;
    }

    private int attach() {
        task.countSyscalls(1);
        answer(tryAttach());
        return Flow.DONE;
    }

    private Errno tryAttach() {
        IommufdContext context = cdev.context();
        if (context == null) {
            return Errno.EINVAL;
        }
        if (!cdev.driverAttachesPasids()) {
            return Errno.EOPNOTSUPP;
        }
        IommufdObject object = context.find(id);
        if (object == null) {
            return Errno.ENOENT;
        }
        Hwpt now = cdev.hwpt();
        if (!cdev.pasidCapable()
                || !(object instanceof Hwpt hwpt)
                || !hwpt.pasidCompatible()
                || (now != null && !now.pasidCompatible())) {
            return Errno.EINVAL;
        }
        Hwpt old = cdev.pasids().get(pasid);
        if ((old != null) != replace) {
            return replace ? Errno.EINVAL : Errno.EBUSY;
        }
        if (old != null) {
            old.unuse();
        }
        hwpt.use();
        cdev.pasids().put(pasid, hwpt);
        return Errno.OK;
    }
}
