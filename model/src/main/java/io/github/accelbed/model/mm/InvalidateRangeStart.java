package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmu_notifier_invalidate_range_start} (mm/mmu_notifier.c): tells every mirror of the range, one after the other, and
 * waits for each.
 */
final class InvalidateRangeStart extends Operation<InvalidateRangeStart> {
    private static final Program<InvalidateRangeStart> STEPS = Program.<InvalidateRangeStart>of(
                    "mmu_notifier_invalidate_range_start")
            .cpu("mn_itree_inv_start_range", Cost.INCLUDED, (o, a) -> o.openRange())
            .cpu("mn_itree_invalidate", Cost.INCLUDED, (o, a) -> o.next(a))
            .build();

    private final NotifierRules rules;
    private @Nullable MmStruct mm;
    private long start;
    private long end;
    private NotifierEvent event = NotifierEvent.CLEAR;
    private int index;
    private boolean open;

    InvalidateRangeStart(NotifierRules rules) {
        super(STEPS);
        this.rules = rules;
    }

    void prepare(MmStruct space, long from, long to, NotifierEvent why) {
        mm = space;
        start = from;
        end = to;
        event = why;
        index = 0;
        open = false;
    }

    /** Whether the range is open, so that its end must come even if the caller is stopped. */
    boolean open() {
        return open;
    }

    private int openRange() {
        space().notifiers().begin(start, end);
        open = true;
        return Flow.NEXT;
    }

    private int next(Actor actor) {
        MmuNotifierSubscriptions subscriptions = space().notifiers();
        while (rules.notifiesMirrors() && index < subscriptions.intervalCount()) {
            MmuIntervalNotifier notifier = subscriptions.interval(index++);
            if (MmuNotifierSubscriptions.overlaps(notifier, start, end)) {
                Operation<?> work = notifier.invalidate(
                        Math.max(start, notifier.start()), Math.min(end, notifier.end()), event, subscriptions.seq());
                if (work == null) {
                    notifier.setSeq(subscriptions.seq());
                } else {
                    actor.call(work);
                    return Flow.AGAIN;
                }
            }
        }
        return Flow.DONE;
    }

    private MmStruct space() {
        if (mm == null) {
            throw new IllegalStateException("not prepared");
        }
        return mm;
    }
}
