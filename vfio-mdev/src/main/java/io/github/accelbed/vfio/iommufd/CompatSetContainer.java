package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_GROUP_SET_CONTAINER} with an iommufd instead of a container ({@code iommufd_vfio_compat_ioas_create}, drivers/iommu/iommufd/
 * vfio_compat.c): the first group makes the address space that VFIO's old calls on the file then mean, with pages charged to each mm as type1
 * did. Nothing is claimed yet, so a group that is not viable is let in. EINVAL for a group that has a container.
 */
final class CompatSetContainer extends AccessOperation<CompatSetContainer> {
    private static final Program<CompatSetContainer> STEPS = Program.<CompatSetContainer>of(
                    "VFIO_GROUP_SET_CONTAINER, iommufd")
            .cpu("iommufd_vfio_compat_ioas_create", Cost.INCLUDED, (o, a) -> o.set())
            .build();

    private final Task task;
    private final VfioCdev device;
    private final IommufdContext context;

    /**
     * A call.
     *
     * @param task who calls
     * @param device the one device of the group
     * @param context on which iommufd
     */
    CompatSetContainer(Task task, VfioCdev device, IommufdContext context) {
        super(STEPS);
        this.task = task;
        this.device = device;
        this.context = context;
    }

    private int set() {
        task.countSyscalls(1);
        if (!task.files().holds(context.file())) {
            return fail(Errno.EBADF);
        }
        if (device.container() != null) {
            return fail(Errno.EINVAL);
        }
        if (context.compat() == null) {
            context.setAccountsPerMm(true);
            context.setCompat(context.add(new Ioas()));
        }
        device.setContainer(context);
        return Flow.DONE;
    }
}
