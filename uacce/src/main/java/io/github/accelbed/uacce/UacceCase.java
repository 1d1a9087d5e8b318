package io.github.accelbed.uacce;

/** The situations whose answer changed between the eras of drivers/misc/uacce/uacce.c: the keys of the errno table. */
public enum UacceCase {
    /** open: the device's number is none of uacce's, though its node led there. */
    OPEN_NO_MINOR,
    /** open: the device went between look-up and lock. */
    OPEN_PARENT_GONE,
    /** open: no memory for {@code struct uacce_queue}. */
    OPEN_NO_MEMORY,
    /** open: {@code iommu_sva_bind_device} finds no PASID. */
    OPEN_NO_PASID,
    /** open: the bind succeeded and its PASID is invalid. */
    OPEN_INVALID_PASID,
    /** open: the driver has no hardware queue left. */
    OPEN_NO_QUEUE,
    /** START_Q of a started queue. */
    START_TWICE,
    /** START_Q of a queue that PUT_Q or the end of the mm made a zombie. */
    START_ZOMBIE,
    /** START_Q after the device went. */
    START_REMOVED,
    /** START_Q without both regions mapped. */
    START_WITHOUT_REGIONS,
    /** PUT_Q of a zombie. */
    PUT_ZOMBIE,
    /** PUT_Q after the device went. */
    PUT_REMOVED,
    /** mmap of a region whose slot is taken. */
    MMAP_TWICE,
    /** mmap of a zombie's region. */
    MMAP_ZOMBIE,
    /** mmap after the device went. */
    MMAP_REMOVED,
    /** mmap of a region of a started queue. */
    MMAP_STARTED,
    /** mmap at a page offset that is no region's. */
    MMAP_BAD_OFFSET,
    /** mmap of a size that the driver does not allow. */
    MMAP_BAD_SIZE,
    /** mremap of a region. */
    MREMAP,
    /** An ioctl of the driver on a zombie; OK if it reaches the driver. */
    IOCTL_ZOMBIE,
    /** An ioctl of the driver after the device went; OK if it reaches the driver. */
    IOCTL_REMOVED,
    /** An ioctl that nobody knows. */
    IOCTL_UNKNOWN,
    /** SET_QP_CTX with a type of queue that does not exist. */
    SET_QP_CTX_BAD_TYPE
}
