package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import org.jspecify.annotations.Nullable;

/** Where the pages of a container are mapped: what type1 got from the IOMMU when a group was attached. The rows differ in it. */
public interface Attachment {
    /**
     * The domain to map into, or null where the IOMMU is emulated and nothing is mapped.
     *
     * @return the domain, or null
     */
    @Nullable
    IommuDomain domain();

    /**
     * One group more.
     *
     * @param mdev the device in it
     * @return OK, or why it cannot be attached
     */
    Errno attach(Mdev mdev);

    /**
     * One group fewer; with the last one its PASID is given back.
     *
     * @param mdev the device in it
     */
    void detach(Mdev mdev);

    /**
     * The PASID that devices in it put on their transactions; 0 for none.
     *
     * @return 0 or more
     */
    default int pasid() {
        return 0;
    }

    /** {@code iommu_domain_free}, when the container has no group any more; the domain of a device itself stays. */
    default void free() {}

    /**
     * Whether the IOMMU is emulated: mappings are only recorded, and the mdev's driver pins what it needs.
     *
     * @return true if so
     */
    default boolean emulated() {
        return false;
    }

    /**
     * Whether the entries leave the domain when the last group leaves the container; V1 of WarpDrive forgot it.
     *
     * @return true if so
     */
    default boolean unmapsAtDetach() {
        return true;
    }

    /**
     * Notes that an entry of a mapping stays in the domain although nothing stands behind it any more; not where the domain goes, too.
     *
     * @param vpn the entry's page
     * @param frame the frame in it
     */
    default void leave(long vpn, int frame) {}

    /**
     * Pages that a device in it can reach.
     *
     * @param mapped pages of the container that are mapped
     * @return 0 or more
     */
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

        /**
         * A domain of the container's own.
         *
         * @return where such a row maps
         */
        static Factory own() {
            return (driver, parent) -> OwnDomain.of(driver);
        }

        /**
         * The one domain that all mdevs of the parent share: WarpDrive.
         *
         * @param unmapsAtDetach whether a container's entries leave it with the container's last group
         * @return where such a row maps
         */
        static Factory shared(boolean unmapsAtDetach) {
            return (driver, parent) -> new SharedDomain(driver, driver.parentDomain(parent), unmapsAtDetach);
        }

        /**
         * An auxiliary domain of the parent, with a PASID.
         *
         * @return where such a row maps
         */
        static Factory auxiliary() {
            return AuxDomain::of;
        }
    }
}
