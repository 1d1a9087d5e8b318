package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code create_store}, {@code mdev_device_create} (drivers/vfio/mdev): an administrator makes an instance, which takes a hardware queue
 * at once. A UUID in use anywhere on the machine is refused before the quota is looked at.
 *
 * <p>It takes an administrator {@value #ADMIN_STEPS} steps: make a UUID; open, write and close {@code create}; read the link to the
 * group's number; chown the group's node. A refused one ends after the fourth.
 */
final class CreateMdev extends AccessOperation<CreateMdev> {
    /** What an administrator does for one mdev. */
    static final int ADMIN_STEPS = 6;

    /** What an administrator has done when the write to {@code create} fails. */
    static final int ADMIN_STEPS_REFUSED = 4;

    private static final Program<CreateMdev> STEPS = Program.<CreateMdev>of("create_store")
            .kernel("mdev_device_create", Cost.MDEV_CREATE, (o, a) -> o.create())
            .build();

    private final VfioDriver driver;
    private final String name;
    private final MdevParent parent;

    /**
     * A creation.
     *
     * @param driver VFIO
     * @param name the UUID
     * @param parent of which device
     */
    CreateMdev(VfioDriver driver, String name, MdevParent parent) {
        super(STEPS);
        this.driver = driver;
        this.name = name;
        this.parent = parent;
    }

    private int create() {
        answer(tryCreate());
        parent.countAdminSteps(result().ok() ? ADMIN_STEPS : ADMIN_STEPS_REFUSED);
        return Flow.DONE;
    }

    private Errno tryCreate() {
        if (!parent.registered()) {
            return Errno.ENODEV;
        }
        if (driver.mdev(name) != null) {
            return Errno.EEXIST;
        }
        HwQueue queue = parent.device().allocQueue();
        if (queue == null) {
            return driver.rules().instancesSpent();
        }
        driver.add(new Mdev(name, parent, new VfioGroup(driver.newGroupNumber()), queue));
        return Errno.OK;
    }
}
