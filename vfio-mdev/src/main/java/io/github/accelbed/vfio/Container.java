package io.github.accelbed.vfio;

import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_container} (drivers/vfio/vfio.c, later container.c): what one opening of {@code /dev/vfio/vfio} makes. Closing its
 * descriptor only drops a reference; the mappings go when the last group leaves.
 */
public final class Container {
    private final OpenFile file;
    private final SimLock groupLock = new SimLock("container->group_lock");
    private final List<VfioGroup> groups = new ArrayList<>();
    private @Nullable Type1Iommu iommu;

    /** A container without groups and without an IOMMU. */
    Container() {
        file = new OpenFile("/dev/vfio/vfio", (cpu, released) -> null);
    }

    /**
     * The file behind its descriptors.
     *
     * @return the file
     */
    public OpenFile file() {
        return file;
    }

    /** {@code container->group_lock}. */
    SimLock groupLock() {
        return groupLock;
    }

    /**
     * The attached groups.
     *
     * @return in the order of their coming
     */
    public List<VfioGroup> groups() {
        return groups;
    }

    /**
     * What SET_IOMMU made, or null before it and after the last group left.
     *
     * @return the type1 instance, or null
     */
    @Nullable
    public Type1Iommu iommu() {
        return iommu;
    }

    void setIommu(@Nullable Type1Iommu newIommu) {
        iommu = newIommu;
    }
}
