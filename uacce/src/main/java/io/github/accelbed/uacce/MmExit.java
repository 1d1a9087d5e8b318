package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code uacce_sva_exit}, 5.7: the mm dies, so its queues are put inside its teardown; an inherited descriptor finds a zombie. */
final class MmExit extends Operation<MmExit> {
    private static final Program<MmExit> STEPS = Program.<MmExit>of("uacce_sva_exit")
            .mutexLock("mutex_lock(&uacce_mm->lock)", o -> o.mm.lock())
            .cpu("list_for_each_entry(q, &uacce_mm->queues)", Cost.INCLUDED, (o, a) -> o.next(a))
            .returned((o, a) -> Flow.AGAIN)
            .mutexUnlock("mutex_unlock(&uacce_mm->lock)", o -> o.mm.lock())
            .build();

    private final UacceMm mm;
    private final PutHwQueue put;
    private int index;

    MmExit(UacceRules rules, UacceMm mm) {
        super(STEPS);
        this.mm = mm;
        put = new PutHwQueue(rules);
    }

    @Override
    protected void begin() {
        index = 0;
    }

    private int next(Actor actor) {
        if (index == mm.queues().size()) {
            return Flow.PASS;
        }
        actor.call(put.of(mm.queues().get(index++)));
        return Flow.NEXT;
    }
}
