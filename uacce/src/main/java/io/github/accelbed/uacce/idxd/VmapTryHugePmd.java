package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A later mapping of 2 MiB in the place of an area that {@code vfree} has emptied: {@code vmap_try_huge_pmd} (mm/vmalloc.c; up to 5.12 {@code ioremap_try_huge_pmd},
 * lib/ioremap.c), which any program can bring about. {@code vfree} itself leaves the page-table page where it is ({@code vunmap_pte_range}); this call takes it out and frees it
 * ({@code pmd_free_pte_page}). Where the kernel knows that IOMMUs walk its half (e37d5a2d60a3), {@code kernel_pgtable_work} tells them before the page is free
 * ({@code iommu_sva_invalidate_kva_range}).
 */
final class VmapTryHugePmd extends AccessOperation<VmapTryHugePmd> {
    private static final Program<VmapTryHugePmd> STEPS = Program.<VmapTryHugePmd>of("vmap_try_huge_pmd")
            .kernel("pmd_clear", Cost.INCLUDED, (o, a) -> o.unlink())
            .iommu("iommu_sva_invalidate_kva_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.tell())
            .kernel("pagetable_free", Cost.INCLUDED, (o, a) -> o.free())
            .build();

    private final IdxdDriver driver;

    VmapTryHugePmd(IdxdDriver driver) {
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
