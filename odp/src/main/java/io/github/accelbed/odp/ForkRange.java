package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_dontfork_range} and {@code ibv_dofork_range} (libibverbs/memory.c): whole pages, each advised by its first and by its last holder.
 * In a process that did not ask for it they do nothing.
 */
final class ForkRange extends Operation<ForkRange> {
    private static final Program<ForkRange> STEPS = Program.<ForkRange>of("ibv_madvise_range")
            .cpu("ibv_madvise_range", Cost.INCLUDED, (o, a) -> o.nextRun(a))
            .build();

    private final Task task;
    private final ForkSupport support;
    private final Madvise.Advice advice;
    private final long end;
    private long at;
    private @Nullable Madvise madvise;

    ForkRange(Task task, ForkSupport support, Madvise.Advice advice, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.support = support;
        this.advice = advice;
        at = start;
        end = start + pages;
    }

    private int nextRun(Actor actor) {
        if (madvise != null && !madvise.result().ok()) {
            answer(madvise.result());
        }
        if (!support.enabled() || at >= end) {
            return Flow.DONE;
        }
        int change = advice == Madvise.Advice.DONTFORK ? 1 : -1;
        while (at < end && !support.count(at, change)) {
            at++;
        }
        if (at == end) {
            return Flow.DONE;
        }
        long from = at++;
        while (at < end && support.count(at, change)) {
            at++;
        }
        long to = at;
        // The page that ended the run is counted already.
        at = Math.min(at + 1, end);
        task.countSyscalls(1);
        madvise = new Madvise(task.cpu(), task.mm(), from, to - from, advice);
        actor.call(madvise);
        return Flow.AGAIN;
    }
}
