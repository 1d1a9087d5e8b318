package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/** {@code uacce_sva_exit}, 5.7 to 5.9: the mm dies, so its queues are put inside its teardown; an inherited descriptor finds a zombie. */
final class MmExit extends Operation<MmExit> {
    private static final Program<MmExit> STEPS = Program.<MmExit>of("uacce_sva_exit")
            .cpu("list_for_each_entry(q, &uacce_mm->queues)", Cost.INCLUDED, (o, a) -> o.next(a))
            .build();

    private final UacceMm mm;
    private List<UacceQueue> queues = List.of();
    private int index;

    MmExit(UacceMm mm) {
        super(STEPS);
        this.mm = mm;
    }

    @Override
    protected void begin() {
        queues = List.copyOf(mm.queues());
    }

    private int next(Actor actor) {
        if (index == queues.size()) {
            return Flow.DONE;
        }
        actor.call(new PutHwQueue(queues.get(index++)));
        return Flow.AGAIN;
    }
}
