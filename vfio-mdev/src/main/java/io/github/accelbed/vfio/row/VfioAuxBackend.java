package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code vfio-aux}: VFIO-mdev whose mdevs have auxiliary domains of their parent, a PASID each. Clients are kept apart by the
 * IOMMU without page requests or stalls: the pages are pinned.
 *
 * <p>Verified in the facts: the hook, its releases 5.2 to 5.15, the fall-back to the whole parent, that a second mdev joins the container's
 * domain, and that no driver in mainline ever used it. UNVERIFIED: ENODEV when PASIDs are spent, one PASID a domain.
 */
public final class VfioAuxBackend implements AccessBackend {
    /** The backend. */
    public VfioAuxBackend() {}

    @Override
    public String id() {
        return "vfio-aux";
    }

    @Override
    public String title() {
        return "VFIO-mdev with auxiliary domains: a PASID of the parent for each container, pages pinned by MAP_DMA";
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return AuxDomains.note(version);
    }

    @Override
    public Access on(Kernel kernel) {
        return AuxDomains.on(kernel, VfioRow.aux());
    }
}
