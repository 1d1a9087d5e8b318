package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code remove_store}, {@code mdev_device_remove} (drivers/vfio/mdev): an administrator opens, writes and closes {@code remove} of an
 * mdev, {@value #ADMIN_STEPS} steps. One in use makes it wait, or is refused before 5.2.
 */
final class RemoveMdev extends AccessOperation<RemoveMdev> {
    /** What an administrator does. */
    static final int ADMIN_STEPS = 3;

    private static final Program<RemoveMdev> STEPS = Program.<RemoveMdev>of("remove_store")
            .kernel("mdev_device_remove", Cost.MDEV_REMOVE, (o, a) -> o.remove(a))
            .build();

    private final VfioDriver driver;
    private final String name;

    /**
     * A removal.
     *
     * @param driver VFIO
     * @param name the UUID; ENODEV if there is none
     */
    RemoveMdev(VfioDriver driver, String name) {
        super(STEPS);
        this.driver = driver;
        this.name = name;
    }

    private int remove(Actor actor) {
        Mdev mdev = driver.mdev(name);
        if (mdev == null) {
            answer(Errno.ENODEV);
            return Flow.DONE;
        }
        mdev.parent().countAdminSteps(ADMIN_STEPS);
        if (!mdev.active()) {
            answer(Errno.EAGAIN);
        } else if (mdev.inUse() && !driver.rules().removalWaitsForRelease()) {
            answer(Errno.EBUSY);
        } else {
            mdev.deactivate();
            actor.call(new UnregisterMdev(driver, mdev));
        }
        return Flow.DONE;
    }
}
