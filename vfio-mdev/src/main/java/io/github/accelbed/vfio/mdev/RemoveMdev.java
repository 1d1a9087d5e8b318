package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code remove_store}, {@code mdev_device_remove} (drivers/vfio/mdev): an administrator opens, writes and closes {@code remove} of an
 * mdev, {@value #ADMIN_STEPS} steps. One in use makes it wait; before 5.2 the vendor driver may refuse it.
 */
public final class RemoveMdev extends AccessOperation<RemoveMdev> {
    /** What an administrator does. */
    static final int ADMIN_STEPS = 3;

    private static final Program<RemoveMdev> STEPS = Program.<RemoveMdev>of("remove_store")
            .kernel("mdev_device_remove", Cost.MDEV_REMOVE, (o, a) -> o.remove(a))
            .build();

    private final MdevBus bus;
    private final String uuid;

    /**
     * A removal.
     *
     * @param bus where
     * @param uuid which; ENODEV if there is none
     */
    public RemoveMdev(MdevBus bus, String uuid) {
        super(STEPS);
        this.bus = bus;
        this.uuid = uuid;
    }

    private int remove(Actor actor) {
        Mdev mdev = bus.find(uuid);
        if (mdev == null || !mdev.hasSysfsFiles()) {
            return fail(Errno.ENODEV);
        }
        mdev.parent().countAdminSteps(ADMIN_STEPS);
        if (!mdev.active()) {
            return fail(Errno.EAGAIN);
        }
        if (!mdev.parent().registered() && bus.rules().unregistrationExcludesOthers()) {
            return fail(Errno.ENODEV);
        }
        if (mdev.node().inUse() && !bus.rules().removalWaitsForRelease()) {
            return fail(Errno.EBUSY);
        }
        mdev.deactivate();
        actor.call(new UnregisterMdev(bus, mdev));
        return Flow.DONE;
    }
}
