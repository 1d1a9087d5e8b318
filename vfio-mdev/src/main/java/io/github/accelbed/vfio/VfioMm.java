package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_mm}: an address space that a container is bound to, with a bond for each of its groups. Of "vfio: Add support for
 * Shared Virtual Addressing" (Jean-Philippe Brucker, 11 May 2018, 20180511190641.23008-14-jean-philippe.brucker@arm.com), never merged.
 *
 * <p>The PASID is one for all devices of the container and is told to the program, which writes it into the device. The PASID
 * table is the domain's ({@code smmu_domain->s1_cfg}), and each container has a domain here, so a number that is not bound there means nothing to its device.
 *
 * <p>An SMMUv3 hears the CPUs' own invalidations (BTM, which the series turns on): without it nothing would be invalidated at all.
 */
public final class VfioMm {
    private record Bond(VfioGroup group, SvaBinding binding, VfioIommuMmExit exit) {}

    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final MmStruct mm;
    private final List<Bond> bonds = new ArrayList<>();

    /** An address space without bonds, not yet on the container's list. */
    VfioMm(VfioDriver driver, Type1Iommu iommu, MmStruct mm) {
        this.driver = driver;
        this.iommu = iommu;
        this.mm = mm;
    }

    /**
     * Whose memory it is.
     *
     * @return the mm
     */
    public MmStruct mm() {
        return mm;
    }

    /**
     * {@code vfio_iommu_bind_group}. {@code arm_smmu_sva_init} of that series refuses a device without PASIDs by EINVAL, one whose
     * transactions cannot wait for a page by ENODEV. Its EINVAL for a group of two devices cannot come up: each mdev is alone in its group.
     *
     * @return OK, or why there is no bond
     */
    Errno bind(VfioGroup group) {
        Device device = group.mdev().parent().device();
        Iommu hardware = driver.kernel().iommu();
        if (device.maxPasids() == 0) {
            return Errno.EINVAL;
        }
        if (!device.pageRequests()) {
            return Errno.ENODEV;
        }
        if (driver.kernel().fails(Allocation.SLAB)) {
            // iommu_sva_param, then the bond
            return Errno.ENOMEM;
        }
        Errno may = hardware.mayBind(mm, device.maxPasids());
        if (!may.ok()) {
            return may;
        }
        SvaBinding binding = hardware.svaBind(mm);
        if (binding == null) {
            return hardware.hasPasid(mm) ? Errno.ENOMEM : Errno.ENOSPC;
        }
        // arm_smmu_mm_invalidate of that series reaches a device's ATC only: "TODO: Invalidate mapping if not DVM".
        binding.hearBroadcasts();
        VfioIommuMmExit exit = new VfioIommuMmExit(iommu, this, group);
        binding.onMmExit(exit);
        bonds.add(new Bond(group, binding, exit));
        driver.shownPasids().put(mm, binding.pasid());
        return Errno.OK;
    }

    /** {@code vfio_iommu_unbind_group}; nothing without a bond. */
    void unbind(VfioGroup group) {
        for (Bond bond : List.copyOf(bonds)) {
            if (bond.group == group) {
                bonds.remove(bond);
                bond.binding.forgetMmExit(bond.exit);
                bond.binding.unbind();
            }
        }
    }

    /** {@code vfio_iommu_unbind}. */
    void unbind() {
        bonds.stream().map(Bond::group).toList().forEach(this::unbind);
    }

    /**
     * The bond through which a device of a group reaches the address space.
     *
     * @param group the device's
     * @return the bond, or null if there is none (any more)
     */
    @Nullable
    public SvaBinding bond(VfioGroup group) {
        for (Bond bond : bonds) {
            if (bond.group == group) {
                return bond.binding;
            }
        }
        return null;
    }

    /** How many bonds it has. */
    int bonds() {
        return bonds.size();
    }
}
