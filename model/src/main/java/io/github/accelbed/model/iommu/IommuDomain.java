package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.mm.PageTable;

/**
 * {@code struct iommu_domain}: one address space of a device. An unmanaged domain has a table of its own; an SVA domain walks a
 * process's.
 */
public final class IommuDomain {
    private final int asid;
    private final PageTable table;
    private final boolean withPasid;
    private boolean quiet;

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

    void makeQuiet() {
        quiet = true;
    }

    void countInvalidation() {
        invalidations++;
    }
}
