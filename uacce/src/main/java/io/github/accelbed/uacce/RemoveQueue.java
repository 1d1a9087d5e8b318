package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code uacce_remove} does to each queue from 6.0 on: it becomes a zombie, and from 6.5 on its areas lose their entries here, so that the
 * next touch of a doorbell is a SIGBUS and not a store to whatever is there now. Before, those of all queues lose them first.
 */
final class RemoveQueue extends Operation<RemoveQueue> {
    private static final Program<RemoveQueue> UP_TO_6_4 = steps().build();
    private static final Program<RemoveQueue> SINCE_6_5 = steps().kernel(
                    "unmap_mapping_range", Cost.INCLUDED, (o, a) -> o.zap())
            .build();

    private static Program.Builder<RemoveQueue> steps() {
        return Program.<RemoveQueue>of("uacce_remove, one queue")
                .kernel(
                        "mutex_lock(&q->mutex)",
                        Cost.INCLUDED,
                        (o, a) -> mutexLock(a, o.queue().mutex()))
                .waits()
                .kernel("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
                .kernel("mutex_unlock(&q->mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
                .kernel("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
                .returned((o, a) -> o.unbound());
    }

    private final PutHwQueue put;
    private final SvaUnbindDevice unbind = new SvaUnbindDevice();
    private @Nullable UacceQueue queue;

    RemoveQueue(UacceRules rules) {
        super(rules.remove() == UacceRemove.ZAPS_EACH ? SINCE_6_5 : UP_TO_6_4);
        put = new PutHwQueue(rules);
    }

    /** Says which queue, before the call. */
    RemoveQueue of(UacceQueue which) {
        queue = which;
        return this;
    }

    private UacceQueue queue() {
        return Objects.requireNonNull(queue, "no queue");
    }

    private int put(Actor actor) {
        actor.call(put.of(queue()));
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        queue().mutex().unlock(actor);
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        if (!queue().mm().bound()) {
            return Flow.PASS;
        }
        actor.call(unbind.of(queue().owner().hardware(), queue().mm().binding()));
        return Flow.NEXT;
    }

    private int unbound() {
        queue().mm().unbound();
        return Flow.NEXT;
    }

    private int zap() {
        queue().zap();
        return Flow.DONE;
    }
}
