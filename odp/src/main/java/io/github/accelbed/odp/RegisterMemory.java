package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ib_uverbs_reg_mr} (drivers/infiniband/core/uverbs_cmd.c) and {@code mlx5_ib_reg_user_mr}: what is checked before it is decided which
 * kind of region the flags ask for.
 *
 * <p>The errno for an unknown flag is UNVERIFIED (EINVAL or EOPNOTSUPP).
 */
final class RegisterMemory extends AccessOperation<RegisterMemory> {
    private static final Program<RegisterMemory> STEPS = Program.<RegisterMemory>of("ibv_reg_mr_iova2")
            .cpu("ib_uverbs_reg_mr", Cost.INCLUDED, (o, a) -> o.check(a))
            .returned((o, a) -> o.registered(a))
            .build();

    private final Task task;
    private final QueuePair queue;
    private final MrRequest request;
    private @Nullable AccessOperation<?> kind;

    RegisterMemory(Task task, QueuePair queue, MrRequest request) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.request = request;
    }

    private int check(Actor actor) {
        Errno refused = refusal();
        if (!refused.ok()) {
            task.countSyscalls(1);
            return fail(refused);
        }
        kind = kind();
        actor.call(kind);
        return Flow.NEXT;
    }

    private Errno refusal() {
        RdmaRules rules = queue.context().rules();
        OdpCaps caps = queue.context().access().caps(queue.device());
        boolean onDemand = request.has(MrRequest.ON_DEMAND);
        boolean remote = request.has(MrRequest.REMOTE_WRITE | MrRequest.REMOTE_ATOMIC);
        if (!request.sameOffset()
                || (remote && !request.has(MrRequest.LOCAL_WRITE))
                || (request.access() & ~MrRequest.SUPPORTED) != 0) {
            return Errno.EINVAL;
        }
        if (onDemand && !caps.odp()) {
            return rules.withoutOnDemand();
        }
        if (request.whole()) {
            return request.has(MrRequest.HUGETLB) ? Errno.EINVAL : Errno.OK;
        }
        if (request.overflows()) {
            return onDemand ? rules.rangeOverflow() : Errno.EINVAL;
        }
        // There are no hugetlb areas in this model.
        boolean hugetlb = onDemand && request.has(MrRequest.HUGETLB);
        return hugetlb && rules.checksHugetlbAtRegistration() ? Errno.EINVAL : Errno.OK;
    }

    private AccessOperation<?> kind() {
        long start = request.firstPage();
        if (request.whole()) {
            return new RegisterImplicitRegion(task, queue.context(), request.writable());
        }
        if (request.has(MrRequest.ON_DEMAND)) {
            return new RegisterOdpRegion(
                    task, queue, start, request.pages(), request.writable(), request.has(MrRequest.HUGETLB));
        }
        return new RegisterPinnedRegion(task, queue, start, request.pages(), request.writable());
    }

    private int registered(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        if (kind instanceof RegisterImplicitRegion implicit) {
            queue.context().keys().add(new KeyTable.Key(0, PageTable.PAGES, implicit.region(), queue));
        }
        return Flow.DONE;
    }
}
