package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_reg_mr(pd, NULL, SIZE_MAX, IBV_ACCESS_ON_DEMAND)}: {@code ib_umem_odp_alloc_implicit} and {@code mlx5_ib_alloc_implicit_mr}. One
 * call for the whole address space, what is mapped later included; nothing is pinned, charged, entered or watched yet.
 */
final class RegisterImplicitRegion extends UverbsCommand<RegisterImplicitRegion> {
    private static final Program<RegisterImplicitRegion> STEPS = Program.<RegisterImplicitRegion>of("ibv_reg_mr")
            .cpu("ib_umem_odp_alloc_implicit", Cost.SYSCALL, (o, a) -> o.check())
            .undo("fput", Cost.INCLUDED, (o, a) -> o.leaveFailed(a))
            .device("create_mkey(KSM)", Cost.ODP_REGISTER, (o, a) -> o.create(a))
            .build();

    private final boolean writable;
    private @Nullable ImplicitRegion region;

    RegisterImplicitRegion(Task task, UverbsContext context, boolean writable) {
        super(STEPS, task, context);
        this.writable = writable;
    }

    /** The new region; only after OK. */
    ImplicitRegion region() {
        return Objects.requireNonNull(region, "no region");
    }

    private int check() {
        Errno refused = refusal();
        if (refused.ok() && slabFails()) {
            // umem_odp
            refused = Errno.ENOMEM;
        }
        if (!refused.ok()) {
            return fail(refused);
        }
        enter();
        return Flow.NEXT;
    }

    private boolean slabFails() {
        return context().access().kernel().fails(Allocation.SLAB);
    }

    private Errno refusal() {
        Errno refused = refusedAtEntry();
        if (refused.ok()) {
            refused = context().access().onDemand(context().device());
        }
        if (refused.ok() && !context().hasProtectionDomain()) {
            refused = context().rules().withoutProtectionDomain();
        }
        // The driver's word, behind those of ib_uverbs_reg_mr.
        boolean offered = context().access().caps(context().device()).implicit();
        return refused.ok() && !offered ? context().adapter().withoutImplicit() : refused;
    }

    private int create(Actor actor) {
        if (slabFails()) {
            // The mkey of the KSM; ib_umem_odp_release takes the rest.
            actor.charge(0);
            return fail(Errno.ENOMEM);
        }
        if (context().umrQueue().broken()) {
            return fail(Errno.EFAULT);
        }
        region = new ImplicitRegion(context(), task().mm(), writable);
        context().regions().add(region);
        context().handles().add(region);
        leave(actor);
        return Flow.DONE;
    }
}
