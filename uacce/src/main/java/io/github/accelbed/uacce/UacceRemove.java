package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * {@code uacce_remove} after a surprise removal: the queues are put and unbound although their files are open; the files stay until
 * their holders close them.
 *
 * <p>Left out: zapping the regions (from 6.0 on, SIGBUS at the next touch), and {@code hisi_qm_wait_task_finish}, which makes an orderly
 * rmmod of HiSilicon's driver wait until no queue is in use.
 */
final class UacceRemove extends AccessOperation<UacceRemove> {
    /** Up to 5.19: each queue is put under the mutex of all devices. */
    static final Program<UacceRemove> UNLOCKED = Program.<UacceRemove>of("uacce_remove")
            .device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish())
            .kernel("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lockMm(a))
            .kernel("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.putNext(a))
            .kernel("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.unbindAll())
            .kernel("mutex_unlock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.unlockMm(a))
            .kernel("cdev_device_del, xa_erase", Cost.INCLUDED, (o, a) -> o.unregister())
            .build();

    /** The sixth posting and 6.0 on: under the mutex that open and release take too. */
    static final Program<UacceRemove> UNDER_MUTEX = Program.<UacceRemove>of("uacce_remove")
            .device("the device is gone", Cost.INCLUDED, (o, a) -> o.vanish())
            .kernel("mutex_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .kernel("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.putNext(a))
            .kernel("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbindAll())
            .kernel("cdev_device_del, xa_erase", Cost.INCLUDED, (o, a) -> o.unregister())
            .kernel("mutex_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final UacceDevice device;
    private List<UacceQueue> queues = List.of();
    private int index;

    UacceRemove(UacceDriver driver, UacceDevice device) {
        super(driver.rules().remove());
        this.device = device;
    }

    private int vanish() {
        device.hardware().remove();
        return Flow.NEXT;
    }

    private int lock(Actor actor) {
        queues = List.copyOf(device.queues());
        return device.mutex().lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int lockMm(Actor actor) {
        queues = List.copyOf(device.queues());
        return device.mmLock().lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int putNext(Actor actor) {
        if (index == queues.size()) {
            return Flow.NEXT;
        }
        actor.call(new PutHwQueue(queues.get(index++)));
        return Flow.AGAIN;
    }

    private int unbindAll() {
        device.mms().forEach(UacceMm::unbind);
        return Flow.NEXT;
    }

    private int unregister() {
        device.unregister();
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        device.mutex().unlock(actor);
        return Flow.DONE;
    }

    private int unlockMm(Actor actor) {
        device.mmLock().unlock(actor);
        return Flow.NEXT;
    }
}
