package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code ibv_destroy_qp}: EBUSY if another thread destroys the queue pair now. */
final class DestroyQp extends UverbsCommand<DestroyQp> {
    private static final Program<DestroyQp> STEPS = Program.<DestroyQp>of("ibv_destroy_qp")
            .cpu("ioctl(QP_DESTROY)", Cost.INCLUDED, (o, a) -> o.destroy(a))
            .returned((o, a) -> o.destroyed(a))
            .build();

    private final QueuePair queue;

    DestroyQp(Task task, QueuePair queue) {
        super(STEPS, task, queue.context());
        this.queue = queue;
    }

    private int destroy(Actor actor) {
        Errno refused = refusedAtEntry();
        if (!refused.ok()) {
            return fail(refused);
        }
        if (!queue.claim()) {
            return fail(Errno.EBUSY);
        }
        enter();
        actor.call(queue.destroy());
        return Flow.NEXT;
    }

    private int destroyed(Actor actor) {
        leave(actor);
        return Flow.NEXT;
    }
}
