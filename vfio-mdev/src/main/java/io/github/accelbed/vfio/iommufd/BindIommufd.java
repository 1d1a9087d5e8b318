package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_DEVICE_BIND_IOMMUFD}, {@code vfio_df_ioctl_bind_iommufd} (drivers/vfio/device_cdev.c): claims the device and runs its driver's
 * open. EINVAL for a second bind of the file, and for a device that another file has bound. Left out: EBUSY while its group is open.
 */
final class BindIommufd extends AccessOperation<BindIommufd> {
    private static final Program<BindIommufd> STEPS = Program.<BindIommufd>of("VFIO_DEVICE_BIND_IOMMUFD")
            .cpu("vfio_df_ioctl_bind_iommufd", Cost.INCLUDED, (o, a) -> o.bind())
            .build();

    private final Task task;
    private final VfioCdev cdev;
    private final OpenFile file;
    private final IommufdContext context;

    /**
     * A call.
     *
     * @param file by which descriptor's file
     * @param context to which iommufd
     */
    BindIommufd(Task task, VfioCdev cdev, OpenFile file, IommufdContext context) {
        super(STEPS);
        this.task = task;
        this.cdev = cdev;
        this.file = file;
        this.context = context;
    }

    private int bind() {
        task.countSyscalls(1);
        if (!task.files().holds(context.file())) {
            return fail(Errno.EBADF);
        }
        if (cdev.context() != null) {
            return fail(Errno.EINVAL);
        }
        if (!cdev.mdev().active()) {
            return fail(Errno.ENODEV);
        }
        if (task.cpu().mm().memory().slabFails()) {
            // iommufd_device
            return fail(Errno.ENOMEM);
        }
        context.file().get();
        cdev.bind(context, file);
        context.add(cdev);
        cdev.mdev().start();
        return Flow.DONE;
    }
}
