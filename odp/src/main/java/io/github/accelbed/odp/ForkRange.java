package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code ibv_dontfork_range} and {@code ibv_dofork_range} (libibverbs/memory.c): whole pages, each advised by its first and by its last holder.
 * In a process that did not ask for it they do nothing. What a range refuses is taken back for all of it.
 */
final class ForkRange extends Operation<ForkRange> {
    private static final Program<ForkRange> STEPS = Program.<ForkRange>of("ibv_madvise_range")
            .userSpace()
            .cpu("ibv_madvise_range", Cost.INCLUDED, (o, a) -> o.nextRun(a))
            .returned((o, a) -> o.advised(a))
            .cpu("undo_node", Cost.INCLUDED, (o, a) -> o.rollBack(a))
            .build();

    private final Task task;
    private final ForkSupport support;
    private final Madvise.Advice advice;
    private final long start;
    private final long end;
    private long at;

    ForkRange(Task task, ForkSupport support, Madvise.Advice advice, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.support = support;
        this.advice = advice;
        this.start = start;
        at = start;
        end = start + pages;
    }

    private int nextRun(Actor actor) {
        if (!support.enabled()) {
            return Flow.PASS;
        }
        int change = advice == Madvise.Advice.DONTFORK ? 1 : -1;
        while (at < end && !support.count(at, change)) {
            at++;
        }
        if (at == end) {
            return Flow.PASS;
        }
        long from = at++;
        while (at < end && support.count(at, change)) {
            at++;
        }
        long to = at;
        // The page that ended the run is counted already.
        at = Math.min(at + 1, end);
        task.countSyscalls(1);
        actor.call(new Madvise(task.cpu(), task.mm(), from, to - from, advice));
        return Flow.NEXT;
    }

    private int advised(Actor actor) {
        if (!actor.returned().ok()) {
            answer(actor.returned());
        }
        return nextRun(actor) == Flow.PASS ? Flow.NEXT : Flow.AGAIN;
    }

    private int rollBack(Actor actor) {
        if (result().ok() || advice == Madvise.Advice.DOFORK) {
            return Flow.PASS;
        }
        actor.call(new ForkRange(task, support, Madvise.Advice.DOFORK, start, end - start));
        return Flow.NEXT;
    }
}
