package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.ReservedRegion;
import java.util.List;

/**
 * {@code vfio_iommu_type1_attach_group} (drivers/vfio/vfio_iommu_type1.c): the checks before a group joins an address space, all
 * of whose groups are behind a real IOMMU or none.
 */
final class AttachGroup {
    private AttachGroup() {}

    static Errno attach(VfioDriver driver, Type1Iommu iommu, List<VfioGroup> attached, VfioGroup group) {
        if (attached.contains(group)) {
            return Errno.EINVAL;
        }
        if (driver.kernel().fails(Allocation.SLAB)) {
            // vfio_iommu_group
            return Errno.ENOMEM;
        }
        if (iommu.mappings().stream().anyMatch(mapping -> !mapping.vaddrValid())) {
            return Errno.EBUSY;
        }
        if (group.iommuBacked() && driver.rules().checksReservedRegions() && conflict(iommu, group)) {
            return Errno.EINVAL;
        }
        Errno joined = joinsDomain(iommu, group) ? iommu.attachment().attach(group.mdev()) : Errno.OK;
        Errno why = joined.ok() ? replayBind(iommu, group) : joined;
        if (joined.ok() && !why.ok()) {
            detach(iommu, group);
        }
        return why;
    }

    /** {@code vfio_iommu_replay_bind}: a group more is bound to all that its container is bound to; who dies is passed over. */
    private static Errno replayBind(Type1Iommu iommu, VfioGroup group) {
        for (VfioMm mm : iommu.mms()) {
            Errno why = mm.mm().alive() ? mm.bind(group) : Errno.OK;
            if (!why.ok()) {
                iommu.mms().forEach(bound -> bound.unbind(group));
                return why;
            }
        }
        return Errno.OK;
    }

    /** Whether it is of the kind that the container has a domain for. */
    private static boolean joinsDomain(Type1Iommu iommu, VfioGroup group) {
        return group.iommuBacked() && !iommu.attachment().emulated();
    }

    /** Undoes it; a group with an emulated IOMMU has nothing to give back. */
    static void detach(Type1Iommu iommu, VfioGroup group) {
        if (joinsDomain(iommu, group)) {
            iommu.attachment().detach(group.mdev());
        }
    }

    /** {@code vfio_iommu_resv_conflict}. */
    private static boolean conflict(Type1Iommu iommu, VfioGroup group) {
        for (ReservedRegion region : group.reserved()) {
            if (iommu.find(region.start(), region.end()) != null) {
                return true;
            }
        }
        return false;
    }
}
