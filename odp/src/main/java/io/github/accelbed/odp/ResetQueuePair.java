package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * What the library does with a queue pair that an error put into the ERR state: {@code ibv_modify_qp} to RESET, INIT, RTR and RTS, so that
 * the next access finds a working queue.
 */
final class ResetQueuePair extends Operation<ResetQueuePair> {
    private static final Program<ResetQueuePair> STEPS = Program.<ResetQueuePair>of("reset of the queue pair")
            .cpu("ibv_modify_qp(RESET, INIT, RTR, RTS)", Cost.QP_RESET, (o, a) -> o.reset())
            .build();

    private long count;

    ResetQueuePair() {
        super(STEPS);
    }

    long count() {
        return count;
    }

    private int reset() {
        count++;
        return Flow.DONE;
    }
}
