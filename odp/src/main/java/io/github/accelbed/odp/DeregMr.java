package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_dereg_mr}: the kernel's part, and then children may have the memory again. A region that another thread destroys now is
 * EBUSY ({@code uverbs_try_lock_object}).
 */
final class DeregMr extends UverbsCommand<DeregMr> {
    private static final Program<DeregMr> STEPS = Program.<DeregMr>of("ibv_dereg_mr")
            .cpu("ioctl(MR_DESTROY)", Cost.INCLUDED, (o, a) -> o.destroy(a))
            .returned((o, a) -> o.destroyed(a))
            .calls("ibv_dofork_range", Cost.INCLUDED, DeregMr::doFork)
            .build();

    private final MemoryRegion region;

    DeregMr(Task task, MemoryRegion region) {
        super(STEPS, task, region.context());
        this.region = region;
    }

    private int destroy(Actor actor) {
        Errno refused = refusedAtEntry();
        if (!refused.ok()) {
            return fail(refused);
        }
        if (!context().handles().remove(region)) {
            return fail(Errno.EBUSY);
        }
        enter();
        actor.call(region.destroy(task().cpu()));
        return Flow.NEXT;
    }

    private int destroyed(Actor actor) {
        leave(actor);
        return Flow.NEXT;
    }

    private @Nullable Operation<?> doFork() {
        ForkSupport support = context().access().forkSupport(task());
        return region instanceof PinnedMemoryRegion pinned && support.enabled()
                ? new ForkRange(task(), support, Madvise.Advice.DOFORK, pinned.start(), pinned.end() - pinned.start())
                : null;
    }
}
