package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_dereg_mr} of a pinned region and {@code ib_umem_release} (drivers/infiniband/core/umem.c): the key goes, the adapter
 * confirms, and only then the pages are given back, so none is reused while the adapter reaches it.
 */
final class DestroyPinnedRegion extends Operation<DestroyPinnedRegion> {
    private static final Program<DestroyPinnedRegion> STEPS = Program.<DestroyPinnedRegion>of("mlx5_ib_dereg_mr")
            .cpu("revoke_mr", Cost.MR_DEREGISTER, (o, a) -> o.revoke())
            .cpu("__ib_umem_release", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .cpu("atomic64_sub(pinned_vm)", Cost.INCLUDED, (o, a) -> o.uncharge())
            .build();

    private final PinnedMemoryRegion region;

    DestroyPinnedRegion(PinnedMemoryRegion region) {
        super(STEPS);
        this.region = region;
    }

    private int revoke() {
        region.context().handles().remove(region);
        region.context().keys().remove(region);
        return Flow.NEXT;
    }

    private int unpin(Actor actor) {
        actor.charge(region.pins().size());
        region.context().regions().remove(region);
        region.pins().release();
        return Flow.NEXT;
    }

    private int uncharge() {
        region.uncharge();
        return Flow.DONE;
    }
}
