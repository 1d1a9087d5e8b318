package io.github.accelbed.vfio;

import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.step.SimLock;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_iommu} (drivers/vfio/vfio_iommu_type1.c): the mappings of a container and the domain they are in. It lives from
 * SET_IOMMU until the last group leaves the container.
 *
 * <p>The domain is the hardware context of the container: WarpDrive's patched type1 and not mainline's mdev, whose IOMMU is emulated.
 */
final class Type1Iommu {
    private final IommuDomain domain;
    private final SimLock lock = new SimLock("iommu->lock");
    private final TreeMap<Long, DmaMapping> mappings = new TreeMap<>();

    /**
     * Without mappings.
     *
     * @param domain the address space of the attached devices
     */
    Type1Iommu(IommuDomain domain) {
        this.domain = domain;
    }

    /** The address space of the attached devices. */
    IommuDomain domain() {
        return domain;
    }

    /** {@code iommu->lock}: held over each whole map and unmap. */
    SimLock lock() {
        return lock;
    }

    /** The mappings in address order. */
    Collection<DmaMapping> mappings() {
        return mappings.values();
    }

    void link(DmaMapping mapping) {
        mappings.put(mapping.start(), mapping);
    }

    void unlink(DmaMapping mapping) {
        mappings.remove(mapping.start());
    }

    /** {@code vfio_find_dma}: the first mapping that overlaps a range, or null. */
    @Nullable
    DmaMapping find(long from, long to) {
        Map.Entry<Long, DmaMapping> below = mappings.floorEntry(from);
        if (below != null && below.getValue().to() > from) {
            return below.getValue();
        }
        Map.Entry<Long, DmaMapping> above = mappings.higherEntry(from);
        return above != null && above.getKey() < to ? above.getValue() : null;
    }

    /** Pages that the attached devices can reach. */
    long reachablePages() {
        long pages = 0;
        for (DmaMapping mapping : mappings.values()) {
            pages += mapping.pages();
        }
        return pages;
    }
}
