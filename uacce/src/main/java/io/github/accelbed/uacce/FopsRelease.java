package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;

/**
 * {@code uacce_fops_release}: the last reference of the file went, possibly in a dying process. DMA is stopped before the address space
 * is unbound.
 */
final class FopsRelease extends Operation<FopsRelease> {
    /**
     * The sixth posting: the unbind comes first, under the mutex of all devices, and so does an accounting of pages that takes the
     * process's mmap_lock; two of the three orders of locks that its review found to be circular. What the review asks for is to leave
     * the accounting out and to unbind behind the mutex.
     */
    static final Program<FopsRelease> UNBINDS_FIRST = Program.<FopsRelease>of("uacce_fops_release")
            .cpu("mutex_lock(&uacce_mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.mutex()))
            .cpu("down_write(&mm->mmap_sem), accounting", Cost.INCLUDED, (o, a) -> o.account(a))
            .cpu(
                    "iommu_sva_unbind_device",
                    Cost.INCLUDED,
                    (o, a) -> o.rules.unbindsUnderMutex() ? o.unbind(a) : Flow.NEXT)
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("mutex_unlock(&uacce_mutex), kfree", Cost.INCLUDED, (o, a) -> o.unlockBeforeUnbind(a))
            .cpu("iommu_sva_unbind_device, outside the mutex", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .build();

    /** 5.7 to 5.9. */
    static final Program<FopsRelease> UNDER_MM_LOCK = Program.<FopsRelease>of("uacce_fops_release")
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lock(a, o.listLock()))
            .cpu("uacce_mm_put", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .cpu("mutex_unlock(&uacce->mm_lock), kfree", Cost.INCLUDED, (o, a) -> o.unlock(a, o.listLock()))
            .build();

    /** 5.10 to 5.19; that the list comes last is UNVERIFIED. */
    static final Program<FopsRelease> PUTS_FIRST = Program.<FopsRelease>of("uacce_fops_release")
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .cpu("mutex_lock(&uacce->queues_lock), list_del", Cost.INCLUDED, (o, a) -> o.lock(a, o.listLock()))
            .cpu("mutex_unlock(&uacce->queues_lock), kfree", Cost.INCLUDED, (o, a) -> o.unlock(a, o.listLock()))
            .build();

    /** 6.0 on: a slow drain delays every other open and ioctl of the device. */
    static final Program<FopsRelease> UNDER_MUTEX = Program.<FopsRelease>of("uacce_fops_release")
            .cpu("mutex_lock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.mutex()))
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("uacce_unbind_queue, list_del", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .cpu("mutex_unlock(&uacce->mutex), kfree", Cost.INCLUDED, (o, a) -> o.unlock(a, o.mutex()))
            .build();

    private final UacceRules rules;
    private final UacceQueue queue;

    FopsRelease(UacceRules rules, UacceQueue queue) {
        super(rules.release());
        this.rules = rules;
        this.queue = queue;
    }

    private SimLock mutex() {
        return queue.owner().mutex();
    }

    private SimLock listLock() {
        return queue.owner().listLock();
    }

    private int lock(Actor actor, SimLock lock) {
        return lock.lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int unlockBeforeUnbind(Actor actor) {
        mutex().unlock(actor);
        return rules.unbindsUnderMutex() ? Flow.DONE : Flow.NEXT;
    }

    private int account(Actor actor) {
        if (!rules.accountsAtRelease()) {
            return Flow.NEXT;
        }
        SimLock mmapLock = queue.mm().binding().mm().mmapLock();
        if (!mmapLock.lock(actor)) {
            return Flow.BLOCKED;
        }
        mmapLock.unlock(actor);
        return Flow.NEXT;
    }

    private int put(Actor actor) {
        if (rules.putsQueueAtRelease()) {
            actor.call(new PutHwQueue(queue));
        }
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        actor.call(new SvaUnbindDevice(queue.owner().hardware(), () -> {
            queue.driver().remove(queue);
            queue.owner().unbind(queue.mm());
        }));
        return Flow.NEXT;
    }

    private int unlock(Actor actor, SimLock lock) {
        lock.unlock(actor);
        return Flow.DONE;
    }
}
