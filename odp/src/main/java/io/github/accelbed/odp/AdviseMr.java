package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * {@code mlx5_ib_advise_mr} (drivers/infiniband/hw/mlx5/mr.c, 5.0): keys are looked up first, then each part is faulted in and entered in
 * one batch. With the flush flag the caller waits and hears of errors; without it a worker does it and drops them.
 *
 * <p>Left out: the worker's own queue; its work is done when the call returns. UNVERIFIED: that the errors of the look-up are told without
 * the flag too, and the errno for the key of a pinned region.
 */
final class AdviseMr extends UverbsCommand<AdviseMr> {
    private static final Program<AdviseMr> STEPS = Program.<AdviseMr>of("ibv_advise_mr")
            .cpu("get_prefetchable_mr", Cost.SYSCALL, (o, a) -> o.check())
            .kernel("mlx5_ib_prefetch_sg_list", Cost.INCLUDED, (o, a) -> o.next(a))
            .returned((o, a) -> o.prefetched(a))
            .build();

    private final QueuePair queue;
    private final int advice;
    private final boolean flush;
    private final List<Verbs.Sge> parts;
    private final PagefaultMr prefetch;
    private int index;

    AdviseMr(Task task, QueuePair queue, int advice, boolean flush, List<Verbs.Sge> parts) {
        super(STEPS, task, queue.context());
        this.queue = queue;
        this.advice = advice;
        this.flush = flush;
        this.parts = List.copyOf(parts);
        prefetch = new PagefaultMr(task.cpu(), queue.context().rules());
    }

    private int check() {
        Errno refused = refusal();
        for (int i = 0; i < parts.size() && refused.ok(); i++) {
            refused = refusal(parts.get(i).lkey());
        }
        if (!refused.ok()) {
            return fail(refused);
        }
        enter();
        return Flow.NEXT;
    }

    private Errno refusal() {
        Errno refused = refusedAtEntry();
        boolean known = advice >= 0 && advice < context().rules().advices();
        return refused.ok() && !known ? Errno.EOPNOTSUPP : refused;
    }

    private Errno refusal(int lkey) {
        RdmaAccess access = queue.context().access();
        if (access.isWindow(lkey)) {
            return Errno.EINVAL;
        }
        MemoryRegion region = access.region(queue.device(), lkey);
        if (region == null || !region.pageable()) {
            return Errno.ENOENT;
        }
        if (region.context() != queue.context()) {
            return Errno.EPERM;
        }
        return advice == Verbs.PREFETCH_WRITE && !region.writableUmem()
                ? queue.context().rules().prefetchWriteOfReadOnly()
                : Errno.OK;
    }

    private int next(Actor actor) {
        if (index == parts.size()) {
            leave(actor);
            return Flow.DONE;
        }
        Verbs.Sge part = parts.get(index++);
        actor.call(prefetch.prefetch(
                context().access().region(queue.device(), part.lkey()), part.page(), part.pages(), advice));
        return Flow.NEXT;
    }

    private int prefetched(Actor actor) {
        if (!actor.returned().ok()) {
            answer(flush ? actor.returned() : Errno.OK);
            index = parts.size();
        }
        return next(actor) == Flow.DONE ? Flow.DONE : Flow.AGAIN;
    }
}
