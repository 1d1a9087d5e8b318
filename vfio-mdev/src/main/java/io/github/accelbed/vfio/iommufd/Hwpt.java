package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.iommu.IommuDomain;

/** {@code struct iommufd_hwpt_paging}: a hardware page table that shows an IOAS to devices. */
final class Hwpt extends IommufdObject {
    private final Ioas ioas;
    private final IommuDomain domain;
    private final boolean pasidCompatible;
    private final boolean automatic;

    /**
     * An empty table.
     *
     * @param ioas what it shows
     * @param pasidCompatible {@code IOMMU_HWPT_ALLOC_PASID}
     * @param automatic whether attaching to the IOAS made it, so the last detach destroys it
     */
    Hwpt(Ioas ioas, IommuDomain domain, boolean pasidCompatible, boolean automatic) {
        this.ioas = ioas;
        this.domain = domain;
        this.pasidCompatible = pasidCompatible;
        this.automatic = automatic;
    }

    /** What it shows. */
    Ioas ioas() {
        return ioas;
    }

    /** The table. */
    IommuDomain domain() {
        return domain;
    }

    /** Whether it may stand beside PASIDs or under one. */
    boolean pasidCompatible() {
        return pasidCompatible;
    }

    /** Whether the last detach destroys it. */
    boolean automatic() {
        return automatic;
    }
}
