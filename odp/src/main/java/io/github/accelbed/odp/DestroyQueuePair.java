package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_destroy_qp} (drivers/infiniband/hw/mlx5/qp.c): the engine stops, and the call waits for a page fault of the queue pair
 * that is being handled (the wait is UNVERIFIED).
 */
final class DestroyQueuePair extends Operation<DestroyQueuePair> {
    private static final Program<DestroyQueuePair> STEPS = Program.<DestroyQueuePair>of("mlx5_ib_destroy_qp")
            .cpu("2RST_QP", Cost.QUEUE_STOP, (o, a) -> o.stop())
            .cpu("wait for page faults, destroy_qp", Cost.INCLUDED, (o, a) -> o.free())
            .waits()
            .build();

    private final QueuePair queue;

    DestroyQueuePair(QueuePair queue) {
        super(STEPS);
        this.queue = queue;
    }

    private int stop() {
        if (queue.live()) {
            queue.hardware().stop();
        }
        return Flow.NEXT;
    }

    private int free() {
        if (queue.pageFault().running()) {
            return Flow.BLOCKED;
        }
        if (queue.live()) {
            queue.free();
        }
        return Flow.DONE;
    }
}
