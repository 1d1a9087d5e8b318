package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code uacce_put_queue}: the hardware queue is stopped (drained, so that no DMA is left) and given back. Nothing happens to a zombie.
 *
 * <p>Left out: a drain that gives up and still reports success; the model's engine has at most one access in flight, which is atomic.
 */
final class PutHwQueue extends Operation<PutHwQueue> {
    /** Up to 5.19 it takes the mutex of all devices. */
    static final Program<PutHwQueue> TAKES_MUTEX = Program.<PutHwQueue>of("uacce_put_queue")
            .mutexLock("mutex_lock(&uacce_mutex)", o -> o.queue().owner().mutex())
            .cpu("hisi_qm_stop_qp", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("hisi_qm_uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put())
            .mutexUnlock("mutex_unlock(&uacce_mutex)", o -> o.queue().owner().mutex())
            .build();

    /** From 6.0 on its callers hold the device's mutex. */
    static final Program<PutHwQueue> CALLER_LOCKS = Program.<PutHwQueue>of("uacce_put_queue")
            .cpu("hisi_qm_stop_qp", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("hisi_qm_uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put())
            .build();

    private @Nullable UacceQueue queue;

    PutHwQueue(UacceRules rules) {
        super(rules.putHwQueue());
    }

    /** Says which queue, before the call. */
    PutHwQueue of(UacceQueue which) {
        queue = which;
        return this;
    }

    private UacceQueue queue() {
        return Objects.requireNonNull(queue, "no queue");
    }

    private int stop(Actor actor) {
        if (queue().state() != UacceState.STARTED) {
            return Flow.PASS;
        }
        actor.charge(stopQp(queue()));
        return Flow.NEXT;
    }

    /** Stops a started queue; the answer is how many drains that took, none on a device that is gone. */
    static int stopQp(UacceQueue queue) {
        boolean drains = queue.hardware().started();
        if (queue.state() == UacceState.STARTED) {
            queue.stop();
        }
        return drains ? 1 : 0;
    }

    private int put() {
        if (queue().state() == UacceState.ZOMBIE) {
            return Flow.PASS;
        }
        queue().put();
        return Flow.NEXT;
    }
}
