package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.MmuNotifierSubscriptions;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_dereg_mr} of an on-demand region (drivers/infiniband/hw/mlx5/mr.c): the key goes first, then running faults are waited
 * for, then the adapter's entries and the notifier go.
 */
final class DestroyOdpRegion extends Operation<DestroyOdpRegion> {
    private static final Program<DestroyOdpRegion> STEPS = Program.<DestroyOdpRegion>of("mlx5_ib_dereg_mr")
            .cpu("xa_erase(odp_mkeys)", Cost.INCLUDED, (o, a) -> o.eraseKey())
            .cpu("wait_event(usecount)", Cost.INCLUDED, (o, a) -> o.waitForFaults())
            .waits()
            .cpu("mutex_lock(umem_mutex), revoke_mr", Cost.MR_DEREGISTER, (o, a) -> o.revoke(a))
            .waits()
            .cpu("mmu_interval_notifier_remove", Cost.INCLUDED, (o, a) -> o.removeNotifier())
            .waits()
            .build();

    private final OdpMemoryRegion region;

    DestroyOdpRegion(OdpMemoryRegion region) {
        super(STEPS);
        this.region = region;
    }

    private int eraseKey() {
        region.eraseKey();
        return Flow.NEXT;
    }

    private int waitForFaults() {
        return region.users() > 0 ? Flow.BLOCKED : Flow.NEXT;
    }

    private int revoke(Actor actor) {
        if (!region.umemMutex().lock(actor)) {
            return Flow.BLOCKED;
        }
        region.zap(region.start(), region.end());
        region.umemMutex().unlock(actor);
        return Flow.NEXT;
    }

    private int removeNotifier() {
        MmuNotifierSubscriptions notifiers = region.mm().notifiers();
        if (notifiers.invalidatingIntervals()) {
            return Flow.BLOCKED;
        }
        notifiers.remove(region);
        region.removed();
        return Flow.DONE;
    }
}
