package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;
import java.util.List;

/**
 * {@code uacce_remove} after a surprise removal: from 5.7 on the queues are put and unbound although their files are open; the files stay until
 * their holders close them.
 */
final class UacceRemove extends AccessOperation<UacceRemove> {
    /** 5.7 to 5.19: mappings lose their entries, then under the lock of the list each queue is put under the mutex of all devices. */
    static final Program<UacceRemove> UNLOCKED = Program.<UacceRemove>of("uacce_remove")
            .device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish())
            .kernel("unmap_mapping_range", Cost.INCLUDED, (o, a) -> o.zap())
            .kernel("mutex_lock of the list", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.listLock()))
            .waits()
            .kernel("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.putNext(a))
            .returned((o, a) -> Flow.AGAIN)
            .kernel("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.unbindNext(a))
            .returned((o, a) -> o.unbound())
            .kernel("mutex_unlock of the list", Cost.INCLUDED, (o, a) -> o.unlock(a, o.device.listLock()))
            .kernel("cdev_device_del, xa_erase", Cost.INCLUDED, (o, a) -> o.unregister())
            .build();

    /**
     * {@code uacce_unregister} of the sixth posting, under the mutex of all devices: the node and the number go, and the queues stay with who has
     * them open.
     */
    static final Program<UacceRemove> UNDER_MUTEX = Program.<UacceRemove>of("uacce_remove")
            .device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish())
            .kernel("mutex_lock(&uacce_mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mutex()))
            .waits()
            .kernel("cdev_device_del, idr_remove", Cost.INCLUDED, (o, a) -> o.unregister())
            .kernel("mutex_unlock(&uacce_mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a, o.device.mutex()))
            .build();

    /** 6.0 to 6.4: under the device's mutex that open and release take too, with each queue's own around its end. */
    static final Program<UacceRemove> ZAPS_FIRST = underMutex(Program.<UacceRemove>of("uacce_remove")
            .device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish())
            .kernel("unmap_mapping_range", Cost.INCLUDED, (o, a) -> o.zap()));

    /** 6.5 on (not in 6.4.6, in 6.6.9; the release between is UNVERIFIED): each queue's mappings lose their entries when it was unbound. */
    static final Program<UacceRemove> ZAPS_EACH = underMutex(
            Program.<UacceRemove>of("uacce_remove").device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish()));

    private final UacceDriver driver;
    private final UacceDevice device;
    private final PutHwQueue put;
    private final RemoveQueue remove;
    private final SvaUnbindDevice unbind = new SvaUnbindDevice();
    private List<UacceQueue> queues = List.of();
    private int index;
    private int mmIndex;

    UacceRemove(UacceDriver driver, UacceDevice device) {
        super(driver.rules().remove());
        this.driver = driver;
        this.device = device;
        put = new PutHwQueue(driver.rules());
        remove = new RemoveQueue(driver.rules());
    }

    private static Program<UacceRemove> underMutex(Program.Builder<UacceRemove> gone) {
        return gone.kernel("mutex_lock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mutex()))
                .waits()
                .kernel("list_for_each_entry_safe(q, &uacce->queues)", Cost.INCLUDED, (o, a) -> o.removeNext(a))
                .returned((o, a) -> Flow.AGAIN)
                .kernel("cdev_device_del, xa_erase", Cost.INCLUDED, (o, a) -> o.unregister())
                .kernel("mutex_unlock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a, o.device.mutex()))
                .build();
    }

    private int vanish() {
        device.hardware().remove();
        return Flow.NEXT;
    }

    /** One inode stands for all of them. */
    private int zap() {
        device.queues().forEach(UacceQueue::zap);
        return Flow.NEXT;
    }

    private int lock(Actor actor, SimLock lock) {
        int flow = mutexLock(actor, lock);
        if (flow == Flow.NEXT) {
            queues = List.copyOf(device.queues());
        }
        return flow;
    }

    private int putNext(Actor actor) {
        if (index == queues.size()) {
            return Flow.PASS;
        }
        actor.call(put.of(queues.get(index++)));
        return Flow.NEXT;
    }

    private int removeNext(Actor actor) {
        if (index == queues.size()) {
            return Flow.PASS;
        }
        actor.call(remove.of(queues.get(index++)));
        return Flow.NEXT;
    }

    private int unbindNext(Actor actor) {
        while (mmIndex < device.mms().size() && !device.mms().get(mmIndex).bound()) {
            mmIndex++;
        }
        if (mmIndex == device.mms().size()) {
            return Flow.PASS;
        }
        actor.call(unbind.of(device.hardware(), device.mms().get(mmIndex).binding()));
        return Flow.NEXT;
    }

    private int unbound() {
        device.mms().get(mmIndex).unbound();
        return Flow.AGAIN;
    }

    private int unregister() {
        driver.erase(device);
        device.unregister();
        return Flow.NEXT;
    }

    private int unlock(Actor actor, SimLock lock) {
        lock.unlock(actor);
        return Flow.NEXT;
    }
}
