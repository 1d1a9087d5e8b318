package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code mdev_unregister_device}, later {@code mdev_unregister_parent}: the removal of a parent's driver. No mdev can be created any more (up to 5.1 at its end only); each
 * one that exists is removed in order of creation, which waits for its client. The device is gone when the last one is.
 *
 * <p>Hardware that vanished at once is left out: the queues work until their clients close them.
 */
public final class UnregisterParent extends AccessOperation<UnregisterParent> {
    private static final Program<UnregisterParent> STEPS = Program.<UnregisterParent>of("mdev_unregister_parent")
            .kernel("down_write unreg_sem", Cost.INCLUDED, (o, a) -> o.unregister())
            .kernel("mdev_device_remove_cb", Cost.INCLUDED, (o, a) -> o.removeNext(a))
            .waits()
            .returned((o, a) -> o.parent.children().isEmpty() ? Flow.NEXT : Flow.AGAIN)
            .kernel("device_del", Cost.INCLUDED, (o, a) -> o.remove())
            .build();

    /**
     * Up to 5.1: a child that is not active is passed over, whether somebody creates or removes it. The files go last, which waits for whoever is
     * writing to {@code create}; what that adds stays.
     */
    private static final Program<UnregisterParent> UP_TO_5_1 = Program.<UnregisterParent>of("mdev_unregister_parent")
            .kernel("device_for_each_child", Cost.INCLUDED, (o, a) -> o.removeNextActive(a))
            .returned((o, a) -> Flow.AGAIN)
            .kernel("parent_remove_sysfs_files", Cost.INCLUDED, (o, a) -> o.unregister())
            .mutexLock("kernfs_drain", o -> o.parent.createFile())
            .mutexUnlock("kernfs_put", o -> o.parent.createFile())
            .kernel("device_del", Cost.INCLUDED, (o, a) -> o.remove())
            .build();

    private final MdevBus bus;
    private final MdevParent parent;
    private int last = -1;

    /**
     * The end of a parent.
     *
     * @param bus where
     * @param parent the parent
     */
    public UnregisterParent(MdevBus bus, MdevParent parent) {
        super(bus.rules().unregistrationExcludesOthers() ? STEPS : UP_TO_5_1);
        this.bus = bus;
        this.parent = parent;
    }

    private int unregister() {
        parent.unregister();
        return Flow.NEXT;
    }

    private int removeNext(Actor actor) {
        if (parent.children().isEmpty()) {
            return Flow.PASS;
        }
        Mdev mdev = parent.children().get(0);
        if (!mdev.active()) {
            // Somebody's remove-mdev is waiting for the same client and takes the mdev away.
            return Flow.BLOCKED;
        }
        mdev.deactivate();
        actor.call(new UnregisterMdev(bus, mdev));
        return Flow.NEXT;
    }

    private int removeNextActive(Actor actor) {
        Mdev mdev = parent.childAfter(last);
        while (mdev != null && !mdev.active()) {
            last = mdev.node().number();
            mdev = parent.childAfter(last);
        }
        if (mdev == null) {
            return Flow.PASS;
        }
        last = mdev.node().number();
        mdev.deactivate();
        actor.call(new UnregisterMdev(bus, mdev));
        return Flow.NEXT;
    }

    private int remove() {
        parent.device().remove();
        return Flow.DONE;
    }
}
