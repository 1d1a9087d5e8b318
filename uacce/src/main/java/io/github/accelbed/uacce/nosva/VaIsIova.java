package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.ReservedRegion;

/**
 * {@code iommu_map} at the process's own address into an unmanaged domain. Two processes may use one address for two things, so one
 * process has the device (EBUSY for the next); and an address that the platform has reserved, the MSI window among them, cannot be mapped.
 * Nor can one that the IOMMU is too narrow for ({@code arm_lpae_map}).
 *
 * <p>EINVAL for a reserved address is UNVERIFIED: it is what VFIO's check answers, and the review of v6 asks for such a check.
 */
final class VaIsIova implements Addressing {
    @Override
    public Errno mayOpen(DmaSpace space) {
        return space.opens() > 1 ? Errno.EBUSY : Errno.OK;
    }

    @Override
    public boolean asksForAddress() {
        return false;
    }

    @Override
    public Errno mayMap(DmaSpace space, long start, long pages) {
        if (!space.iommu().takes(start + pages)) {
            return space.iommu().tooWide();
        }
        for (ReservedRegion region : space.reserved()) {
            if (region.overlaps(start, start + pages)) {
                return Errno.EINVAL;
            }
        }
        return space.free(start, pages) ? Errno.OK : Errno.EEXIST;
    }

    @Override
    public long deviceAddress(DmaSpace space, long start, long pages) {
        return start;
    }
}
