package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfree} of the last area below a page-table page ({@code pmd_free_pte_page}), which any program can bring about. Where the kernel knows that IOMMUs
 * walk its half (e37d5a2d60a3), {@code kernel_pgtable_work} tells them before the page is free ({@code iommu_sva_invalidate_kva_range}).
 */
final class Vfree extends AccessOperation<Vfree> {
    private static final Program<Vfree> STEPS = Program.<Vfree>of("vfree")
            .kernel("pmd_clear", Cost.INCLUDED, (o, a) -> o.unlink())
            .iommu("iommu_sva_invalidate_kva_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.tell())
            .kernel("pagetable_free", Cost.INCLUDED, (o, a) -> o.free())
            .build();

    private final IdxdDriver driver;

    Vfree(IdxdDriver driver) {
        super(STEPS);
        this.driver = driver;
    }

    private int unlink() {
        driver.kernelTable().unlink();
        return Flow.NEXT;
    }

    private int tell() {
        if (!driver.rules().tellsOfKernelTables()) {
            return Flow.PASS;
        }
        driver.kernel().iommu().bindings().forEach(binding -> binding.domain().forgetKernelHalf());
        return Flow.NEXT;
    }

    private int free() {
        driver.kernelTable().free();
        return Flow.DONE;
    }
}
