package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * The first checks of {@code idxd_user_drv_probe} (once {@code enable_wq}): the administrator enables a work queue for user space. ENXIO (once
 * EPERM) if its device is not enabled, EOPNOTSUPP ({@code WQ_USER_NO_IOMMU}) without SVA. Left out: the rest of configuring a queue, which the
 * row finds done, and that older kernels enabled a dedicated queue without SVA.
 */
final class EnableWq extends AccessOperation<EnableWq> {
    private static final Program<EnableWq> STEPS = Program.<EnableWq>of("enable work queue")
            .kernel("idxd_user_drv_probe", Cost.INCLUDED, (o, a) -> o.enable())
            .build();

    private final IdxdDriver driver;
    private final Device device;

    EnableWq(IdxdDriver driver, Device device) {
        super(STEPS);
        this.driver = driver;
        this.device = device;
    }

    private int enable() {
        if (!driver.deviceEnabled()) {
            answer(driver.rules().deviceNotEnabled());
        } else if (device.maxPasids() == 0) {
            answer(Errno.EOPNOTSUPP);
        }
        return Flow.DONE;
    }
}
