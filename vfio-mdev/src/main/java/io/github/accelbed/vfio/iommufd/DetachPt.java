package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_DEVICE_DETACH_IOMMUFD_PT}, and what the close of a device does by itself: the device has no address space any more. A page
 * table that attaching made goes with its last device, and the memory is unpinned; the IOAS keeps saying where it was.
 */
final class DetachPt extends Operation<DetachPt> {
    private static final Program<DetachPt> STEPS = Program.<DetachPt>of("VFIO_DEVICE_DETACH_IOMMUFD_PT")
            .cpu("iommufd_device_detach", Cost.INCLUDED, (o, a) -> o.detach(a))
            .build();

    private final IommufdDriver driver;
    private final VfioCdev cdev;
    private final EmptyHwpt empty;

    /**
     * A detach.
     *
     * @param cdev a device; nothing happens if it is not attached
     */
    DetachPt(IommufdDriver driver, VfioCdev cdev) {
        super(STEPS);
        this.driver = driver;
        this.cdev = cdev;
        empty = new EmptyHwpt(driver);
    }

    private int detach(Actor actor) {
        Hwpt hwpt = cdev.hwpt();
        IommufdContext context = cdev.context();
        if (hwpt == null || context == null) {
            return Flow.PASS;
        }
        driver.kernel().iommu().freePasid(cdev.hardwarePasid());
        cdev.attach(null, 0);
        cdev.reserved().forEach(hwpt.ioas().reserved()::remove);
        hwpt.unuse();
        if (hwpt.automatic() && hwpt.users() == 0) {
            actor.call(empty.of(context, hwpt));
        }
        return Flow.DONE;
    }
}
