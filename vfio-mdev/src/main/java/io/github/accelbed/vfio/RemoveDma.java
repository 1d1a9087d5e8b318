package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_remove_dma} and {@code vfio_unmap_unpin_all} (drivers/vfio/vfio_iommu_type1.c), with {@code iommu->lock} held: entries leave
 * the IOMMU's table, its TLB is synced, and only then the pages are unpinned, so no page is reused while the device reaches it.
 *
 * <p>One sync covers up to 512 physically contiguous runs; here each page counts as a run of its own, so memory that happens to be
 * contiguous is synced more often than by the kernel.
 */
final class RemoveDma extends Operation<RemoveDma> {
    private static final Program<RemoveDma> STEPS = Program.<RemoveDma>of("vfio_remove_dma")
            .cpu("iommu_unmap", Cost.IOMMU_UNMAP_PER_PAGE, (o, a) -> o.unmap(a))
            .iommu("iommu_iotlb_sync", Cost.IOTLB_INVALIDATION, (o, a) -> o.sync(a))
            .cpu("vfio_unpin_pages_remote", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .cpu("vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.uncharge(a))
            .build();

    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final DmaMapping mapping;
    private final boolean unmap;
    private long from;
    private boolean unpinned = true;

    /**
     * The end of a mapping by UNMAP_DMA.
     *
     * @param driver VFIO
     * @param iommu where the mapping is
     * @param mapping the mapping
     */
    RemoveDma(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping) {
        this(driver, iommu, mapping, true);
    }

    /**
     * The end of a mapping.
     *
     * @param driver VFIO
     * @param iommu where the mapping is
     * @param mapping the mapping
     * @param unmap false to leave its entries in the domain
     */
    RemoveDma(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping, boolean unmap) {
        super(STEPS);
        this.unmap = unmap;
        this.driver = driver;
        this.iommu = iommu;
        this.mapping = mapping;
    }

    private int unmap(Actor actor) {
        if (iommu.attachment().emulated()) {
            actor.charge(0);
            actor.call(new RemoveRecord(driver, iommu, mapping));
            return Flow.DONE;
        }
        // The DMA_UNMAP notifier comes first where mdevs share the container.
        mapping.external().releaseAll();
        if (mapping.pages() == 0) {
            actor.charge(0);
            finish();
            return Flow.DONE;
        }
        from = mapping.from();
        int pages = mapping.front().size();
        clear(iommu, mapping, from + pages, unmap);
        mapping.unmapFront();
        unpinned = false;
        actor.charge(unmap ? pages : 0);
        return Flow.NEXT;
    }

    private int sync(Actor actor) {
        actor.charge(unmap ? 1 : 0);
        return sync();
    }

    private int sync() {
        if (unmap) {
            driver.kernel().iommu().invalidate(iommu.domain(), from, mapping.from());
        }
        return Flow.NEXT;
    }

    private int unpin(Actor actor) {
        actor.charge(mapping.unpinFront());
        unpinned = true;
        return mapping.pages() == 0 ? Flow.NEXT : Flow.RESTART;
    }

    /** The kernel takes the mapper's mmap_lock for writing to change the counter. */
    private int uncharge(Actor actor) {
        MmStruct mm = mapping.mm();
        if (mm.alive()) {
            if (!mm.mmapLock().lock(actor)) {
                return Flow.BLOCKED;
            }
            mm.mmapLock().unlock(actor);
        }
        finish();
        return Flow.DONE;
    }

    private void finish() {
        driver.lockedVm().uncharge(mapping);
        iommu.unlink(mapping);
    }

    /** The rest at once, when the task that ran it was stopped; the kernel cannot be stopped in here. */
    @Override
    protected void abandoned() {
        if (!unpinned) {
            sync();
            mapping.unpinFront();
        }
        removeNow(driver, iommu, mapping, unmap);
    }

    private static void clear(Type1Iommu iommu, DmaMapping mapping, long to, boolean unmap) {
        for (long vpn = mapping.from(); vpn < to; vpn++) {
            if (unmap) {
                iommu.domain().table().set(vpn, 0);
            } else {
                iommu.attachment().leave(vpn, mapping.frame(vpn));
            }
        }
    }

    /** All of it outside time, for an operation that is given up. */
    static void removeNow(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping, boolean unmap) {
        if (iommu.attachment().emulated()) {
            RemoveRecord.removeNow(driver, iommu, mapping);
            return;
        }
        mapping.external().releaseAll();
        clear(iommu, mapping, mapping.to(), unmap);
        if (unmap) {
            driver.kernel().iommu().invalidate(iommu.domain(), mapping.from(), mapping.to());
        }
        while (mapping.pages() > 0) {
            mapping.unmapFront();
            mapping.unpinFront();
        }
        driver.lockedVm().uncharge(mapping);
        iommu.unlink(mapping);
    }
}
