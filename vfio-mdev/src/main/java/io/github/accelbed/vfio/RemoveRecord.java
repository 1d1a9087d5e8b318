package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * The end of a mapping that was only recorded: the DMA_UNMAP notifier, from 6.0 {@code dma_unmap} (the release is UNVERIFIED), tells the
 * mdevs' drivers, which must unpin what they have of it. The kernel stops with BUG_ON after 10 tries that one of them ignored; here none
 * does.
 */
final class RemoveRecord extends Operation<RemoveRecord> {
    private static final Program<RemoveRecord> STEPS = Program.<RemoveRecord>of("vfio_remove_dma, emulated")
            .cpu("dma_unmap, vfio_unpin_pages", Cost.UNPIN_PER_PAGE, (o, a) -> o.remove(a))
            .build();

    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final DmaMapping mapping;

    /**
     * The end of a mapping.
     *
     * @param driver VFIO
     * @param iommu where the mapping is
     * @param mapping the mapping
     */
    RemoveRecord(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping) {
        super(STEPS);
        this.driver = driver;
        this.iommu = iommu;
        this.mapping = mapping;
    }

    private int remove(Actor actor) {
        actor.charge(mapping.external().size());
        removeNow(driver, iommu, mapping);
        return Flow.DONE;
    }

    @Override
    protected void abandoned() {
        if (iommu.mappings().contains(mapping)) {
            removeNow(driver, iommu, mapping);
        }
    }

    static void removeNow(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping) {
        mapping.external().releaseAll();
        driver.lockedVm().uncharge(mapping);
        iommu.unlink(mapping);
    }
}
