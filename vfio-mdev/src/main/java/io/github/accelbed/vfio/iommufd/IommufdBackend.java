package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code iommufd}: today's successor of VFIO's type1. A device is opened by its own node and bound to an iommufd; an IOAS says
 * what is where, and attaching shows it to the device, here under a PASID of the parent's for each queue. Memory is pinned once however
 * often it is shown, and charged to the user.
 *
 * <p>Verified in the facts: the calls and their order, the errnos of map and unmap, the charge, that attaching pins, the rules for PASIDs.
 * UNVERIFIED: 6.15 as the release of attaching by PASID, EINVAL of a second BIND and before BIND. No driver in mainline hands out mdevs
 * behind PASIDs this way (the one for Intel's DSA was never merged): mainline's mdevs have an emulated IOMMU here, too. Left out: vIOMMU,
 * nesting, fault queues, file-backed maps, the VFIO-compatible descriptor.
 */
public final class IommufdBackend extends NamedBackend {
    /** The backend. */
    public IommufdBackend() {
        super(
                "iommufd",
                "iommufd: a device node for each queue, one IOAS shown to it under a PASID, pages pinned once and charged to the user");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return IommufdRules.of(version).attachesByPasid()
                ? "The calls are mainline's; an mdev driver that gives each queue a PASID is not in mainline."
                : "iommufd attaches devices by PASID from 6.15 on (the release is UNVERIFIED).";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of(RowTrait.OUT_OF_TREE, RowTrait.INSTANCE_OUTLIVES_CLIENT);
    }

    @Override
    public Access on(Kernel kernel) {
        return new IommufdAccess(kernel);
    }
}
