package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_del_group_dev}, later {@code vfio_unregister_group_dev}: an mdev that left its bus waits, without a limit, until its device
 * is closed (before 6.1 also until its group is out of its container); then its queues are free. A signal only
 * turns the wait into an uninterruptible one. Left out: that from 5.11 on the client is asked for it each 10 seconds.
 */
final class UnregisterMdev extends Operation<UnregisterMdev> {
    private static final Program<UnregisterMdev> STEPS = Program.<UnregisterMdev>of("vfio_unregister_group_dev")
            .kernel("wait for the device's release", Cost.INCLUDED, (o, a) -> o.await())
            .waits()
            .kernel("vfio_group_detach_container", Cost.INCLUDED, (o, a) -> o.revoke(a))
            .kernel("put_queue, mdev_device_release", Cost.INCLUDED, (o, a) -> o.free())
            .build();

    private final MdevBus bus;
    private final Mdev mdev;

    /**
     * The end of an mdev.
     *
     * @param bus where it was
     * @param mdev an instance that is no longer active
     */
    UnregisterMdev(MdevBus bus, Mdev mdev) {
        super(STEPS);
        this.bus = bus;
        this.mdev = mdev;
    }

    private int await() {
        MdevNode node = mdev.node();
        boolean attached = node.attached() && !bus.rules().removalRevokesGroup();
        return node.inUse() || attached ? Flow.BLOCKED : Flow.NEXT;
    }

    private int revoke(Actor actor) {
        Operation<?> revoke = mdev.node().revoke();
        if (revoke != null) {
            actor.call(revoke);
        }
        return Flow.NEXT;
    }

    private int free() {
        mdev.freeQueues();
        bus.remove(mdev);
        return Flow.DONE;
    }
}
