package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_invalidate_range} (drivers/infiniband/hw/mlx5/odp.c): the adapter's entries of a range go, and the CPU waits until
 * the adapter has confirmed it. Up to 5.4 {@code ib_umem_notifier_invalidate_range_start} came to the same.
 *
 * <p>A region without an entry in the range costs nothing. Left out: refusal of non-blockable callers (the OOM reaper).
 */
final class InvalidateMirror extends Operation<InvalidateMirror> {
    /** A count and a sequence a umem. */
    static final Program<InvalidateMirror> UP_TO_5_4 =
            steps("ib_umem_notifier_invalidate_range_start", "mutex_lock(umem_mutex), notifiers_seq++");

    /** Interval notifiers. */
    static final Program<InvalidateMirror> SINCE_5_5 =
            steps("mlx5_ib_invalidate_range", "mutex_lock(umem_mutex), mmu_interval_set_seq");

    /** From 6.0 to 6.13 a reset of the UMR queue takes no notice of who waits for a completion. */
    static final Program<InvalidateMirror> WITH_HASTY_RESET = posting(
                    "mlx5_ib_invalidate_range", "mutex_lock(umem_mutex), mmu_interval_set_seq")
            .device("UMR zap completes", Cost.ODP_INVALIDATION, (o, a) -> o.lost() ? Flow.BLOCKED : o.complete())
            .waits()
            .cpu("ib_umem_odp_unmap_dma_pages, mutex_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private static Program<InvalidateMirror> steps(String name, String lock) {
        return posting(name, lock)
                .device("UMR zap completes", Cost.ODP_INVALIDATION, (o, a) -> o.complete())
                .cpu("ib_umem_odp_unmap_dma_pages, mutex_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
                .build();
    }

    private static Program.Builder<InvalidateMirror> posting(String name, String lock) {
        return Program.<InvalidateMirror>of(name)
                .cpu(lock, Cost.INCLUDED, (o, a) -> o.lock(a))
                .waits()
                .device("UMR zap of further pages", Cost.ODP_INVALIDATION_PER_EXTRA_PAGE, (o, a) -> o.post(a));
    }

    private final OdpMemoryRegion region;
    private long from;
    private long to;
    private long seq;
    private int pages;
    private int posted;

    InvalidateMirror(OdpMemoryRegion region) {
        super(region.context().rules().invalidateMirror());
        this.region = region;
    }

    InvalidateMirror of(long first, long end, long sequence) {
        from = first;
        to = end;
        seq = sequence;
        return this;
    }

    /** A fault that ends the address space while it has the mutex waits for itself, as a kernel thread does that takes a mutex twice. */
    private int lock(Actor actor) {
        boolean mine = !region.umemMutex().free() && !region.umemMutex().heldByOther(actor);
        if (mine || !region.umemMutex().lock(actor)) {
            return Flow.BLOCKED;
        }
        // Unconditionally: a fault that has found pages but not entered them must be told as well.
        region.setSeq(seq);
        pages = region.count(from, to);
        if (pages == 0) {
            region.umemMutex().unlock(actor);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private int post(Actor actor) {
        actor.charge(pages - 1);
        posted = region.context().umrQueue().post();
        return Flow.NEXT;
    }

    private boolean lost() {
        return region.context().umrQueue().lost(posted);
    }

    private int complete() {
        if (region.revoked()) {
            region.context().umrQueue().fail(posted);
        }
        region.zap(from, to);
        region.context().countInvalidation();
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        region.umemMutex().unlock(actor);
        region.zapped();
        return Flow.DONE;
    }
}
