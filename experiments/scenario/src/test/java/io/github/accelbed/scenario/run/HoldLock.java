package io.github.accelbed.scenario.run;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;

/** Somebody holds a lock over a step, which no call of the model does. */
final class HoldLock extends Operation<HoldLock> {
    private static final Program<HoldLock> STEPS = Program.<HoldLock>of("hold a lock")
            .kernel("take", Cost.INCLUDED, (o, a) -> mutexLock(a, o.lock))
            .waits()
            .kernel("give back", Cost.INCLUDED, (o, a) -> {
                o.lock.unlock(a);
                return Flow.DONE;
            })
            .build();

    private final SimLock lock;

    HoldLock(SimLock lock) {
        super(STEPS);
        this.lock = lock;
    }
}
