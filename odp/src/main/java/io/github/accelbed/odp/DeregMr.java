package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code ibv_dereg_mr}: the kernel's part, and then children may have the memory again. */
final class DeregMr extends Operation<DeregMr> {
    private static final Program<DeregMr> STEPS = Program.<DeregMr>of("ibv_dereg_mr")
            .cpu("ioctl(MR_DESTROY)", Cost.INCLUDED, (o, a) -> o.destroy(a))
            .cpu("ibv_dofork_range", Cost.INCLUDED, (o, a) -> o.allowFork(a))
            .build();

    private final Task task;
    private final MemoryRegion region;

    DeregMr(Task task, MemoryRegion region) {
        super(STEPS);
        this.task = task;
        this.region = region;
    }

    private int destroy(Actor actor) {
        task.countSyscalls(1);
        actor.call(region.destroy(task.cpu()));
        return Flow.NEXT;
    }

    private int allowFork(Actor actor) {
        ForkSupport support = region.context().access().forkSupport(task);
        if (region instanceof PinnedMemoryRegion pinned && support.enabled()) {
            actor.call(
                    new ForkRange(task, support, Madvise.Advice.DOFORK, pinned.start(), pinned.end() - pinned.start()));
        }
        return Flow.DONE;
    }
}
