package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;

/**
 * What {@code uacce_remove} does to each queue from 6.0 on: it becomes a zombie, and its areas lose their entries, so that the next touch
 * of a doorbell is a SIGBUS and not a store to whatever is there now.
 */
final class RemoveQueue extends Operation<RemoveQueue> {
    private static final Program<RemoveQueue> STEPS = Program.<RemoveQueue>of("uacce_remove, one queue")
            .kernel("mutex_lock(&q->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a))
            .kernel("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .kernel("mutex_unlock(&q->mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .kernel("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .kernel("unmap_mapping_range", Cost.INCLUDED, (o, a) -> o.zap())
            .build();

    private final UacceQueue queue;

    RemoveQueue(UacceQueue queue) {
        super(STEPS);
        this.queue = queue;
    }

    private int lock(Actor actor) {
        return queue.mutex().lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int put(Actor actor) {
        actor.call(new PutHwQueue(queue));
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        queue.mutex().unlock(actor);
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        actor.call(new SvaUnbindDevice(queue.owner().hardware(), queue.mm()::unbind));
        return Flow.NEXT;
    }

    private int zap() {
        queue.zap();
        return Flow.DONE;
    }
}
