package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import org.jspecify.annotations.Nullable;

/** Where the pages of a container are mapped: what type1 got from the IOMMU when a group was attached. The rows differ in it. */
interface Attachment {
    /** The domain to map into, or null where the IOMMU is emulated and nothing is mapped. */
    @Nullable
    IommuDomain domain();

    /** One group more. */
    Errno attach(Mdev mdev);

    /** One group fewer; with the last one its PASID is given back. */
    void detach(Mdev mdev);

    /** The PASID that devices in it put on their transactions; 0 for none. */
    default int pasid() {
        return 0;
    }

    /** {@code iommu_domain_free}, when the container has no group any more; the domain of a device itself stays. */
    default void free() {}

    /** Whether the IOMMU is emulated: mappings are only recorded, and the mdev's driver pins what it needs. */
    default boolean emulated() {
        return false;
    }

    /** Whether the entries leave the domain when the last group leaves the container; V1 of WarpDrive forgot it. */
    default boolean unmapsAtDetach() {
        return true;
    }

    /** Notes that an entry of a mapping stays in the domain although nothing stands behind it any more; not where the domain goes, too. */
    default void leave(long vpn, int frame) {}

    /** Pages that a device in it can reach. */
    default long reachable(long mapped) {
        return mapped;
    }

    /** How a row gets one for a new container. */
    @FunctionalInterface
    interface Factory {
        /**
         * For a container whose first group is of this parent.
         *
         * @param driver the row
         * @param parent whose instances the container gets
         * @return a new one, or null if there is no memory for its domain
         */
        @Nullable
        Attachment of(VfioDriver driver, MdevParent parent);
    }
}
