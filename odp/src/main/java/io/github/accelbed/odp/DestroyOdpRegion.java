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
 *
 * <p>From 5.13 to 6.13 the key is revoked without the region's mutex (e6fb246ccafb), so that an invalidation may still zap entries of a revoked key. The
 * adapter answers that with an error, and the UMR queue of the device stops ({@link UmrQueue}; abb604a1a9c8, CVE-2025-21732).
 */
final class DestroyOdpRegion extends Operation<DestroyOdpRegion> {
    /** Up to 5.12, and again from 6.14. */
    static final Program<DestroyOdpRegion> UNDER_MUTEX = start().cpu(
                    "mutex_lock(umem_mutex), revoke_mr", Cost.MR_DEREGISTER, (o, a) -> o.revoke(a))
            .waits()
            .cpu("mmu_interval_notifier_remove", Cost.INCLUDED, (o, a) -> o.removeNotifier())
            .waits()
            .build();

    /** From 5.13 to 6.13. */
    static final Program<DestroyOdpRegion> WITHOUT_MUTEX = start().cpu(
                    "revoke_mr", Cost.MR_DEREGISTER, (o, a) -> o.revokeOnly())
            .cpu("mutex_lock(umem_mutex), ib_umem_odp_unmap_dma_pages", Cost.INCLUDED, (o, a) -> o.revoke(a))
            .waits()
            .cpu("mmu_interval_notifier_remove", Cost.INCLUDED, (o, a) -> o.removeNotifier())
            .waits()
            .build();

    private static Program.Builder<DestroyOdpRegion> start() {
        return Program.<DestroyOdpRegion>of("mlx5_ib_dereg_mr")
                .cpu("xa_erase(odp_mkeys)", Cost.INCLUDED, (o, a) -> o.eraseKey())
                .cpu("wait_event(usecount)", Cost.INCLUDED, (o, a) -> o.waitForFaults())
                .waits();
    }

    private final OdpMemoryRegion region;

    DestroyOdpRegion(OdpMemoryRegion region) {
        super(region.context().rules().destroyOdpRegion());
        this.region = region;
    }

    private int eraseKey() {
        region.eraseKey();
        return Flow.NEXT;
    }

    private int waitForFaults() {
        return region.users() > 0 ? Flow.BLOCKED : Flow.NEXT;
    }

    private int revokeOnly() {
        region.revoke();
        return Flow.NEXT;
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
