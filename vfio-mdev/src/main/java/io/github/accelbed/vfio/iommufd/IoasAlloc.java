package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** {@code IOMMU_IOAS_ALLOC}: a new, empty address space. */
final class IoasAlloc extends AccessOperation<IoasAlloc> {
    private static final Program<IoasAlloc> STEPS = Program.<IoasAlloc>of("IOMMU_IOAS_ALLOC")
            .cpu("iommufd_ioas_alloc_ioctl", Cost.INCLUDED, (o, a) -> o.alloc())
            .build();

    private final Task task;
    private final IommufdContext context;
    private @Nullable Ioas ioas;

    IoasAlloc(Task task, IommufdContext context) {
        super(STEPS);
        this.task = task;
        this.context = context;
    }

    /** The new address space; null before the end. */
    @Nullable
    Ioas ioas() {
        return ioas;
    }

    private int alloc() {
        task.countSyscalls(1);
        if (task.cpu().mm().memory().slabFails()) {
            return fail(Errno.ENOMEM);
        }
        ioas = context.add(new Ioas());
        return Flow.DONE;
    }
}
