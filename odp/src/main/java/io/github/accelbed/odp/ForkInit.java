package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code ibv_fork_init} (libibverbs/memory.c): it tries MADV_DONTFORK and MADV_DOFORK on a page of its own. Where the kernel tells that it
 * copies pinned pages at fork, there is nothing to do.
 *
 * <p>Left out: ENOSYS of a kernel without these two, ENOMEM.
 */
final class ForkInit extends AccessOperation<ForkInit> {
    private static final Program<ForkInit> STEPS = Program.<ForkInit>of("ibv_fork_init")
            .cpu("madvise(DONTFORK), madvise(DOFORK)", Cost.MADVISE_FLAG, (o, a) -> o.init(a))
            .build();

    private final Task task;
    private final RdmaAccess access;

    ForkInit(Task task, RdmaAccess access) {
        super(STEPS);
        this.task = task;
        this.access = access;
    }

    private int init(Actor actor) {
        ForkSupport support = access.forkSupport(task);
        boolean nothing = access.rules().tellsCopyOnFork() || support.enabled();
        actor.charge(0);
        if (!nothing && support.tooLate()) {
            return fail(Errno.EINVAL);
        }
        if (!nothing) {
            actor.charge(2);
            task.countSyscalls(2);
            support.enable();
        }
        return Flow.DONE;
    }
}
