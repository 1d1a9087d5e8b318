package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code IOMMU_OPTION} with {@code IOMMU_OPTION_RLIMIT_MODE}: charge pages to each mm instead of the user. EPERM without CAP_SYS_RESOURCE,
 * EBUSY once any object exists, EINVAL for a value other than 0 and 1.
 */
final class SetRlimitMode extends AccessOperation<SetRlimitMode> {
    private static final Program<SetRlimitMode> STEPS = Program.<SetRlimitMode>of("IOMMU_OPTION")
            .cpu("iommufd_option_rlimit_mode", Cost.SYSCALL, (o, a) -> o.set())
            .build();

    private final Task task;
    private final IommufdContext context;
    private final boolean capable;
    private final long value;

    /**
     * A call.
     *
     * @param task who calls
     * @param context where
     * @param capable whether the caller has CAP_SYS_RESOURCE
     * @param value 0 for the user, 1 for the mm
     */
    SetRlimitMode(Task task, IommufdContext context, boolean capable, long value) {
        super(STEPS);
        this.task = task;
        this.context = context;
        this.capable = capable;
        this.value = value;
    }

    private int set() {
        task.countSyscalls(1);
        if (!capable) {
            answer(Errno.EPERM);
        } else if (!context.objects().isEmpty()) {
            answer(Errno.EBUSY);
        } else if (value != 0 && value != 1) {
            answer(Errno.EINVAL);
        } else {
            context.setAccountsPerMm(value == 1);
        }
        return Flow.DONE;
    }
}
