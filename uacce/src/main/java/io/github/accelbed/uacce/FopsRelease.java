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
     * The sixth posting: the queue is stopped, then unbound, and put behind that; all under the mutex of all devices, as is an accounting of pages that takes the
     * process's mmap_lock; two of the three orders of locks that its review found to be circular. What the review asks for is to leave
     * the accounting out and to unbind behind the mutex.
     */
    static final Program<FopsRelease> UNBINDS_BEFORE_PUT = Program.<FopsRelease>of("uacce_fops_release")
            .mutexLock("mutex_lock(&uacce_mutex)", o -> o.mutex())
            .cpu("stop_queue", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("down_write(&mm->mmap_sem), accounting", Cost.INCLUDED, (o, a) -> o.account(a))
            .waits()
            .cpu(
                    "iommu_sva_unbind_device",
                    Cost.INCLUDED,
                    (o, a) -> o.rules.unbindsUnderMutex() ? o.unbind(a) : Flow.PASS)
            .returned((o, a) -> o.unbound())
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("mutex_unlock(&uacce_mutex), kfree", Cost.INCLUDED, (o, a) -> o.unlockBeforeUnbind(a))
            .cpu("iommu_sva_unbind_device, outside the mutex", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .build();

    /** 5.7: {@code uacce_mm_put} takes the queue off the bind's list, and undoes the bind with the last one. */
    static final Program<FopsRelease> UNDER_MM_LOCK = Program.<FopsRelease>of("uacce_fops_release")
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .mutexLock("mutex_lock(&uacce->mm_lock)", o -> o.listLock())
            .mutexLock("mutex_lock(&uacce_mm->lock)", o -> o.queue.mm().lock())
            .cpu(
                    "list_del, mutex_unlock(&uacce_mm->lock)",
                    Cost.INCLUDED,
                    (o, a) -> o.unlist(a, o.queue.mm().lock()))
            .cpu(
                    "iommu_sva_unbind_device",
                    Cost.INCLUDED,
                    (o, a) -> o.queue.mm().unused() ? o.unbind(a) : Flow.PASS)
            .returned((o, a) -> o.unbound())
            .cpu("mutex_unlock(&uacce->mm_lock), kfree", Cost.INCLUDED, (o, a) -> o.unlock(a, o.listLock()))
            .build();

    /** After 5.7 up to 5.19. */
    static final Program<FopsRelease> PUTS_FIRST = Program.<FopsRelease>of("uacce_fops_release")
            .mutexLock("mutex_lock(&uacce->queues_lock)", o -> o.listLock())
            .cpu("list_del, mutex_unlock(&uacce->queues_lock)", Cost.INCLUDED, (o, a) -> o.unlist(a, o.listLock()))
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .build();

    /** 6.0 on: a slow drain delays every other open and ioctl of the device. */
    static final Program<FopsRelease> UNDER_MUTEX = Program.<FopsRelease>of("uacce_fops_release")
            .mutexLock("mutex_lock(&uacce->mutex)", o -> o.mutex())
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .cpu("list_del, mutex_unlock(&uacce->mutex), kfree", Cost.INCLUDED, (o, a) -> o.unlist(a, o.mutex()))
            .build();

    private final UacceRules rules;
    private final UacceQueue queue;
    private final PutHwQueue put;
    private final SvaUnbindDevice unbind = new SvaUnbindDevice();

    FopsRelease(UacceRules rules, UacceQueue queue) {
        super(rules.release());
        this.rules = rules;
        this.queue = queue;
        put = new PutHwQueue(rules);
    }

    private SimLock mutex() {
        return queue.owner().mutex();
    }

    private SimLock listLock() {
        return queue.owner().listLock();
    }

    private int unlockBeforeUnbind(Actor actor) {
        unlist(actor, mutex());
        return rules.unbindsUnderMutex() ? Flow.DONE : Flow.NEXT;
    }

    private int account(Actor actor) {
        if (!rules.accountsAtRelease()) {
            return Flow.PASS;
        }
        SimLock mmapLock = queue.mm().binding().mm().mmapLock();
        int flow = mutexLock(actor, mmapLock);
        if (flow == Flow.NEXT) {
            mmapLock.unlock(actor);
        }
        return flow;
    }

    private int stop(Actor actor) {
        if (queue.state() != UacceState.STARTED) {
            return Flow.PASS;
        }
        actor.charge(PutHwQueue.stopQp(queue));
        return Flow.NEXT;
    }

    private int put(Actor actor) {
        if (!rules.putsQueueAtRelease()) {
            return Flow.PASS;
        }
        actor.call(put.of(queue));
        return Flow.NEXT;
    }

    /** Nothing is left to unbind if the device has gone. */
    private int unbind(Actor actor) {
        if (!queue.mm().bound()) {
            return Flow.PASS;
        }
        actor.call(unbind.of(queue.owner().hardware(), queue.mm().binding()));
        return Flow.NEXT;
    }

    private int unbound() {
        queue.mm().unbound();
        return Flow.NEXT;
    }

    private int unlist(Actor actor, SimLock lock) {
        queue.driver().remove(queue);
        return unlock(actor, lock);
    }

    private int unlock(Actor actor, SimLock lock) {
        lock.unlock(actor);
        return Flow.NEXT;
    }
}
