package io.github.accelbed.vfio.iommufd;

/** What VFIO_CHECK_EXTENSION on an iommufd answers ({@code iommufd_vfio_check_extension}). */
enum CompatExtension {
    /** {@code VFIO_TYPE1_IOMMU}. */
    TYPE1(true),
    /** {@code VFIO_TYPE1v2_IOMMU}. */
    TYPE1V2(true),
    /** {@code VFIO_UNMAP_ALL}. */
    UNMAP_ALL(true),
    /** {@code VFIO_TYPE1_NESTING_IOMMU}: type1 had it, and it was of no use. */
    NESTING(false),
    /** {@code VFIO_UPDATE_VADDR}: addresses of mappings do not change here. */
    UPDATE_VADDR(false);

    private final boolean offered;

    CompatExtension(boolean offered) {
        this.offered = offered;
    }

    /** Whether the call answers 1. */
    boolean offered() {
        return offered;
    }
}
