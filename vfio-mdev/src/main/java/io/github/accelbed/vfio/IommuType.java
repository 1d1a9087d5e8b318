package io.github.accelbed.vfio;

/** What {@code VFIO_SET_IOMMU} asks for (include/uapi/linux/vfio.h). */
public enum IommuType {
    /** {@code VFIO_TYPE1_IOMMU}: unmapping part of a mapping takes all of it away. */
    TYPE1,
    /** {@code VFIO_TYPE1v2_IOMMU}: unmapping never cuts a mapping. */
    TYPE1V2,
    /** {@code VFIO_SPAPR_TCE_IOMMU}, of another architecture: nobody offers it here. */
    SPAPR_TCE;

    /** {@code VFIO_CHECK_EXTENSION}. */
    boolean offered() {
        return this != SPAPR_TCE;
    }
}
