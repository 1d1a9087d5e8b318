package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.vfio.VfioRules;

/**
 * The backend {@code vfio-aux}: VFIO-mdev whose mdevs have auxiliary domains of their parent, a PASID each. Clients are kept apart by the
 * IOMMU without page requests or stalls: the pages are pinned.
 *
 * <p>Verified in the facts: the hook, its releases 5.2 to 5.15, the fall-back to the whole parent, that a second mdev joins the container's
 * domain, and that no driver in mainline ever used it. UNVERIFIED: ENODEV when PASIDs are spent, one PASID a domain.
 */
public final class VfioAuxBackend extends Type1Backend {
    /** The backend. */
    public VfioAuxBackend() {
        super(
                "vfio-aux",
                "VFIO-mdev with auxiliary domains: a PASID of the parent for each container, pages pinned by MAP_DMA",
                VfioRow.aux());
    }

    @Override
    public String note(KernelVersion version) {
        return VfioRules.of(version).hasMdevIommuDevice()
                ? "The hook is mainline's from 5.2 to 5.15; no driver in mainline used it."
                : VfioAccess.NO_AUX_DOMAINS + ".";
    }
}
