package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfio_remove_dma} and {@code vfio_unmap_unpin_all} (drivers/vfio/vfio_iommu_type1.c), with {@code iommu->lock} held: entries leave
 * the IOMMU's table, its TLB is synced, and only then the pages are unpinned, so no page is reused while the device reaches it.
 *
 * <p>One sync covers up to 512 physically contiguous runs; here each page counts as a run of its own, so memory that happens to be
 * contiguous is synced more often than by the kernel.
 *
 * <p>What {@code vfio_lock_acct} answers nobody looks at: if a SIGKILL ends its wait for mmap_lock, the pages are unpinned all the same and
 * {@code locked_vm} stays too high.
 *
 * <p>A mapping that was only recorded has another end: the DMA_UNMAP notifier, from 6.0 {@code dma_unmap} (the release is UNVERIFIED), tells the
 * mdevs' drivers, which must unpin what they have of it. The kernel stops with BUG_ON after 10 tries that one of them ignored; here none
 * does.
 */
final class RemoveDma extends Operation<RemoveDma> {
    private static final Program<RemoveDma> STEPS = Program.<RemoveDma>of("vfio_remove_dma")
            .cpu("iommu_unmap", Cost.IOMMU_UNMAP_PER_PAGE, (o, a) -> o.unmapFront(a))
            .iommu("iommu_iotlb_sync", Cost.IOTLB_INVALIDATION, (o, a) -> o.sync())
            .cpu("vfio_unpin_pages_remote", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpinFront(a))
            .cpu("vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.uncharge(a))
            .waitsKillable()
            .build();

    private static final Program<RemoveDma> EMULATED = Program.<RemoveDma>of("vfio_remove_dma, emulated")
            .cpu("dma_unmap, vfio_unpin_pages", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpinRecorded(a))
            .build();

    private final VfioDriver driver;
    private @Nullable Type1Iommu iommu;
    private @Nullable DmaMapping mapping;
    private boolean unmaps;
    private long from;

    /** Ends of mappings, one after the other. */
    RemoveDma(VfioDriver driver) {
        super(STEPS);
        this.driver = driver;
    }

    /** Prepares the end of a mapping. */
    RemoveDma of(Type1Iommu type1, DmaMapping of) {
        return of(type1, of, true);
    }

    /**
     * Prepares the end of a mapping.
     *
     * @param unmap false to leave its entries in the domain
     */
    RemoveDma of(Type1Iommu type1, DmaMapping of, boolean unmap) {
        use(type1.attachment().emulated() ? EMULATED : STEPS);
        iommu = type1;
        mapping = of;
        unmaps = unmap;
        return this;
    }

    private Type1Iommu iommu() {
        return Objects.requireNonNull(iommu, "not prepared");
    }

    private DmaMapping mapping() {
        return Objects.requireNonNull(mapping, "not prepared");
    }

    private int unmapFront(Actor actor) {
        DmaMapping of = mapping();
        // The DMA_UNMAP notifier comes first where mdevs share the container.
        of.external().releaseAll();
        if (of.pages() == 0) {
            return Flow.PASS;
        }
        from = of.from();
        int pages = of.front().size();
        for (long vpn = from; vpn < from + pages; vpn++) {
            if (unmaps) {
                iommu().domain().table().set(vpn, 0);
            } else {
                iommu().attachment().leave(vpn, of.frame(vpn));
            }
        }
        of.unmapFront();
        actor.charge(unmaps ? pages : 0);
        return Flow.NEXT;
    }

    private boolean unpinned() {
        return mapping().pinnedPages() == 0;
    }

    private int sync() {
        if (!unmaps || unpinned()) {
            return Flow.PASS;
        }
        driver.kernel().iommu().invalidate(iommu().domain(), from, mapping().from());
        return Flow.NEXT;
    }

    private int unpinFront(Actor actor) {
        if (unpinned()) {
            return Flow.PASS;
        }
        actor.charge(mapping().unpinFront());
        return mapping().pages() == 0 ? Flow.NEXT : Flow.RESTART;
    }

    /** The kernel takes the mapper's mmap_lock for writing to change the counter. */
    private int uncharge(Actor actor) {
        DmaMapping of = mapping();
        MmStruct mm = of.chargedPages() == 0 ? null : driver.lockedVm().unchargedMm(of);
        if (mm != null && !mm.mmapLock().lock(actor)) {
            if (!actor.fatalSignalPending()) {
                return Flow.BLOCKED_KILLABLE;
            }
            driver.lockedVm().leaveCharged(of, of.chargedPages());
        } else {
            driver.lockedVm().uncharge(of);
            if (mm != null) {
                mm.mmapLock().unlock(actor);
            }
        }
        iommu().unlink(of);
        return Flow.DONE;
    }

    private int unpinRecorded(Actor actor) {
        DmaMapping of = mapping();
        actor.charge(of.external().size());
        of.external().releaseAll();
        driver.lockedVm().uncharge(of);
        iommu().unlink(of);
        return Flow.DONE;
    }
}
