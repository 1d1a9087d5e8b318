package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.mm.Frames;
import io.github.accelbed.model.mm.KernelPageTable;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.PhysicalMemory;

/**
 * {@code struct iommu_domain}: one address space of a device. An unmanaged domain has a table of its own; an SVA domain walks a
 * process's.
 */
public final class IommuDomain {
    private final int asid;
    private final PageTable table;
    private final boolean withPasid;
    private boolean quiet;

    @Frames(Frames.Form.NUMBER)
    private int kernelHalf = PhysicalMemory.NONE;

    @Tally("invalidations")
    private long invalidations;

    IommuDomain(int asid, PageTable table, boolean withPasid) {
        this.asid = asid;
        this.table = table;
        this.withPasid = withPasid;
    }

    /**
     * The tag of its entries in the IOTLB.
     *
     * @return at least 1
     */
    public int asid() {
        return asid;
    }

    /**
     * What the IOMMU walks.
     *
     * @return its own table, or the process's
     */
    public PageTable table() {
        return table;
    }

    /**
     * Whether all walks end in a silent abort: the quiet context descriptor of a dead mm.
     *
     * @return true once quiet
     */
    public boolean quiet() {
        return quiet;
    }

    /**
     * How many invalidation events the domain had.
     *
     * @return 0 or more
     */
    public long invalidations() {
        return invalidations;
    }

    /** Whether its transactions carry a PASID, so that none of them is taken for an interrupt message. */
    boolean withPasid() {
        return withPasid;
    }

    /**
     * The way of a walk to an address of the kernel's half of the process's table, as x86's IOMMUs take it: by the paging-structure cache, which
     * keeps what it found. Left out: that the cache may lose it at any moment.
     *
     * @param table the page-table page that a walk from the top finds
     * @return the frame that it takes for a page-table page, or {@link PhysicalMemory#NONE}
     */
    public int walkKernelHalf(KernelPageTable table) {
        if (kernelHalf == PhysicalMemory.NONE && !quiet) {
            kernelHalf = table.walk();
        }
        return kernelHalf;
    }

    /** {@code iommu_sva_invalidate_kva_range}, or an invalidation of all that the domain has. */
    public void forgetKernelHalf() {
        kernelHalf = PhysicalMemory.NONE;
    }

    void makeQuiet() {
        quiet = true;
        forgetKernelHalf();
    }

    void countInvalidation() {
        invalidations++;
    }
}
