package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_del_group_dev}, later {@code vfio_unregister_group_dev}: an mdev that left its bus waits, without a limit, until its device
 * is closed (before 6.1 also until its group is out of its container); then its queue is free. Left out: the request event to the
 * client, every 10 seconds from 5.11.
 */
final class UnregisterMdev extends Operation<UnregisterMdev> {
    private static final Program<UnregisterMdev> STEPS = Program.<UnregisterMdev>of("vfio_unregister_group_dev")
            .kernel("wait for the device's release", Cost.INCLUDED, (o, a) -> o.await())
            .kernel("vfio_group_detach_container", Cost.INCLUDED, (o, a) -> o.revoke(a))
            .kernel("put_queue, mdev_device_release", Cost.INCLUDED, (o, a) -> o.free())
            .build();

    private final VfioDriver driver;
    private final Mdev mdev;

    /**
     * The end of an mdev.
     *
     * @param driver VFIO
     * @param mdev an instance that is no longer active
     */
    UnregisterMdev(VfioDriver driver, Mdev mdev) {
        super(STEPS);
        this.driver = driver;
        this.mdev = mdev;
    }

    private int await() {
        boolean attached = mdev.container() != null && !driver.rules().removalRevokesGroup();
        return mdev.inUse() || attached ? Flow.BLOCKED : Flow.NEXT;
    }

    private int revoke(Actor actor) {
        if (mdev.container() != null) {
            actor.call(new DetachGroup(driver, mdev.group()));
        }
        return Flow.NEXT;
    }

    private int free() {
        mdev.parent().device().freeQueue(mdev.queue());
        driver.remove(mdev);
        return Flow.DONE;
    }
}
