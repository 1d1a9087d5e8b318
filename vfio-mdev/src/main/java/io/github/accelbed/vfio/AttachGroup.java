package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.ReservedRegion;
import java.util.List;

/**
 * {@code vfio_iommu_type1_attach_group} (drivers/vfio/vfio_iommu_type1.c): the checks before a group joins an address space. Left out:
 * the aperture of the new group's IOMMU, and the replay of recorded mappings when the first group behind
 * a real IOMMU joins emulated ones, since a row has groups of one kind only.
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
        if (!iommu.attachment().emulated()) {
            if (!driver.isolatedMsi() && !driver.allowUnsafeInterrupts()) {
                return Errno.EPERM;
            }
            if (driver.rules().checksReservedRegions() && conflict(iommu, group)) {
                return Errno.EINVAL;
            }
        }
        return iommu.attachment().attach(group.mdev());
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
