package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * The check of {@code idxd_user_drv_probe} (once {@code enable_wq}) when the administrator enables one more work queue for user space:
 * EOPNOTSUPP ({@code WQ_USER_NO_IOMMU}) without SVA. Left out: the rest of configuring a queue and its device, which the row finds done, and that
 * kernels before 6.1 enabled a dedicated queue without SVA.
 */
final class EnableWq extends AccessOperation<EnableWq> {
    private static final Program<EnableWq> STEPS = Program.<EnableWq>of("enable work queue")
            .kernel("idxd_user_drv_probe", Cost.INCLUDED, (o, a) -> o.enable())
            .build();

    private final Device device;

    EnableWq(Device device) {
        super(STEPS);
        this.device = device;
    }

    private int enable() {
        if (device.maxPasids() == 0) {
            answer(Errno.EOPNOTSUPP);
        }
        return Flow.DONE;
    }
}
