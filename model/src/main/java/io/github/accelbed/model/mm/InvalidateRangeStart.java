package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmu_notifier_invalidate_range_start} (mm/mmu_notifier.c): tells every mirror of the range, one after the other, and
 * waits for each. The range is open when it returns, and its caller's to end.
 */
final class InvalidateRangeStart extends Operation<InvalidateRangeStart> {
    private static final Program<InvalidateRangeStart> STEPS = Program.<InvalidateRangeStart>of(
                    "mmu_notifier_invalidate_range_start")
            .keepsLocks()
            .cpu("mn_itree_inv_start_range", Cost.INCLUDED, (o, a) -> o.openRange(a))
            .cpu("mn_itree_invalidate", Cost.INCLUDED, (o, a) -> o.next(a))
            .build();

    private final NotifierRules rules;
    private @Nullable NotifierRange range;
    private int index;

    InvalidateRangeStart(NotifierRules rules) {
        super(STEPS);
        this.rules = rules;
    }

    InvalidateRangeStart of(NotifierRange what) {
        range = what;
        return this;
    }

    @Override
    protected void begin() {
        index = 0;
    }

    private NotifierRange range() {
        return Objects.requireNonNull(range, "not prepared");
    }

    private int openRange(Actor actor) {
        range().open(actor);
        return hasNext() ? Flow.NEXT : Flow.DONE;
    }

    /** Goes to the next mirror of the range. */
    private boolean hasNext() {
        NotifierRange told = range();
        MmuNotifierSubscriptions subscriptions = told.mm().notifiers();
        if (!rules.notifiesMirrors()) {
            return false;
        }
        while (index < subscriptions.intervalCount()) {
            if (MmuNotifierSubscriptions.overlaps(subscriptions.interval(index), told.first(), told.behind())) {
                return true;
            }
            index++;
        }
        return false;
    }

    private int next(Actor actor) {
        if (!hasNext()) {
            return Flow.DONE;
        }
        NotifierRange told = range();
        MmuNotifierSubscriptions subscriptions = told.mm().notifiers();
        MmuIntervalNotifier notifier = subscriptions.interval(index++);
        Operation<?> work = notifier.invalidate(
                Math.max(told.first(), notifier.start()),
                Math.min(told.behind(), notifier.end()),
                told.event(),
                subscriptions.seq());
        if (work == null) {
            notifier.setSeq(subscriptions.seq());
        } else {
            actor.call(work);
        }
        return hasNext() ? Flow.AGAIN : Flow.DONE;
    }
}
