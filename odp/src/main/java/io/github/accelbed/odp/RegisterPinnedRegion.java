package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** {@code ibv_reg_mr} of an ordinary region: the library keeps the range from children where the program asked for that, the kernel pins it. */
final class RegisterPinnedRegion extends AccessOperation<RegisterPinnedRegion> {
    private static final Program<RegisterPinnedRegion> STEPS = Program.<RegisterPinnedRegion>of("ibv_reg_mr")
            .userSpace()
            .calls("ibv_dontfork_range", Cost.INCLUDED, o -> o.forkRange(Madvise.Advice.DONTFORK))
            .undo("ibv_dofork_range", Cost.INCLUDED, (o, a) -> o.allowFork(a))
            .calls("ioctl(REG_MR)", Cost.INCLUDED, o -> o.regUserMr)
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final RegUserMr regUserMr;

    RegisterPinnedRegion(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        regUserMr = new RegUserMr(task, queue, start, pages, writable);
    }

    private @Nullable Operation<?> forkRange(Madvise.Advice advice) {
        ForkSupport support = queue.context().access().forkSupport(task);
        support.use();
        return support.enabled() && !queue.context().rules().tellsCopyOnFork()
                ? new ForkRange(task, support, advice, start, pages)
                : null;
    }

    private int allowFork(Actor actor) {
        Operation<?> range = forkRange(Madvise.Advice.DOFORK);
        if (range == null) {
            return Flow.PASS;
        }
        actor.call(range);
        return Flow.NEXT;
    }
}
