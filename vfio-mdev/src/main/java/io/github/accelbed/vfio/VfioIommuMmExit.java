package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_iommu_mm_exit} of the posting of May 2018: a bound address space dies, so its container forgets it; then the core takes the
 * bond away. The device is not stopped, only nothing comes through that PASID any more.
 */
final class VfioIommuMmExit extends Operation<VfioIommuMmExit> {
    private static final Program<VfioIommuMmExit> STEPS = Program.<VfioIommuMmExit>of("vfio_iommu_mm_exit")
            .mutexLock("mutex_lock(&iommu->lock)", o -> o.iommu.lock())
            .cpu("list_del(&vfio_mm->next)", Cost.INCLUDED, (o, a) -> o.forget())
            .mutexUnlock("mutex_unlock(&iommu->lock)", o -> o.iommu.lock())
            .iommu("io_mm_detach", Cost.INCLUDED, (o, a) -> o.detach())
            .build();

    private final Type1Iommu iommu;
    private final VfioMm mm;
    private final VfioGroup group;

    /** For one bond. */
    VfioIommuMmExit(Type1Iommu iommu, VfioMm mm, VfioGroup group) {
        super(STEPS);
        this.iommu = iommu;
        this.mm = mm;
        this.group = group;
    }

    private int forget() {
        iommu.mms().remove(mm);
        return Flow.NEXT;
    }

    private int detach() {
        mm.unbind(group);
        return Flow.DONE;
    }
}
