package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_reg_mr(pd, NULL, SIZE_MAX, IBV_ACCESS_ON_DEMAND)}: {@code ib_umem_odp_alloc_implicit} and {@code mlx5_ib_alloc_implicit_mr}. One
 * call for the whole address space, what is mapped later included; nothing is pinned, charged, entered or watched yet.
 */
final class RegisterImplicitRegion extends AccessOperation<RegisterImplicitRegion> {
    private static final Program<RegisterImplicitRegion> STEPS = Program.<RegisterImplicitRegion>of("ibv_reg_mr")
            .cpu("ib_umem_odp_alloc_implicit", Cost.SYSCALL, (o, a) -> o.check())
            .device("create_mkey(KSM)", Cost.ODP_REGISTER, (o, a) -> o.create())
            .build();

    private final Task task;
    private final UverbsContext context;
    private final boolean writable;
    private @Nullable ImplicitRegion region;

    RegisterImplicitRegion(Task task, UverbsContext context, boolean writable) {
        super(STEPS);
        this.task = task;
        this.context = context;
        this.writable = writable;
    }

    /** The new region; null unless the answer is OK. */
    @Nullable
    ImplicitRegion region() {
        return region;
    }

    private int check() {
        task.countSyscalls(1);
        Errno refused = refusal();
        if (refused.ok() && slabFails()) {
            // umem_odp
            refused = Errno.ENOMEM;
        }
        answer(refused);
        return refused.ok() ? Flow.NEXT : Flow.DONE;
    }

    private boolean slabFails() {
        return context.access().kernel().fails(Allocation.SLAB);
    }

    private Errno refusal() {
        if (!task.files().holds(context.file())) {
            return Errno.EBADF;
        }
        if (context.disassociated()) {
            return Errno.EIO;
        }
        boolean allowed = task == context.opener() || context.rules().childMayRegister();
        return context.hasProtectionDomain() && allowed ? Errno.OK : Errno.EINVAL;
    }

    private int create() {
        if (context.disassociated()) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        if (slabFails()) {
            // The mkey of the KSM; ib_umem_odp_release takes the rest.
            answer(Errno.ENOMEM);
            return Flow.DONE;
        }
        region = new ImplicitRegion(context, task.mm(), writable);
        context.regions().add(region);
        return Flow.DONE;
    }
}
