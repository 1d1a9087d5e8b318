package io.github.accelbed.model.cost;

import io.github.accelbed.model.Unwoven;
import java.util.Locale;

/**
 * The prices a step can have. Each constant is a row of {@code costs.csv} beside this class, under its {@link #key()};
 * the row gives nanoseconds, the source and whether the figure was verified.
 *
 * <p>A step whose price is part of another one's (the 2.3 us of a COW fault hold its flush, its copy and its lock) says
 * {@link #INCLUDED}, so that totals match the published figure of the whole.
 */
@Unwoven
public enum Cost {
    /** Nothing of its own: paid for by another step of the same operation. */
    INCLUDED,
    /** Entering and leaving the kernel once. */
    SYSCALL,
    /** open(2) plus close(2) of a device node, charged at open. */
    OPEN_CLOSE,
    /** mmap(2) plus munmap(2) of an untouched range, charged at mmap. */
    MMAP_MUNMAP,
    /** A CPU load or store that hits; free beside everything else here. */
    CPU_ACCESS,
    /** First touch of anonymous memory, zeroing included. */
    CPU_MINOR_FAULT,
    /** A write fault that copies one 4 KiB page. */
    CPU_COW_FAULT,
    /** A write fault that only upgrades the entry. */
    CPU_COW_REUSE,
    /** A write fault that copies a 2 MiB page. */
    CPU_COW_FAULT_HUGE,
    /** A fault that reads the page from storage. */
    CPU_MAJOR_FAULT,
    /** The part of fork that does not depend on memory. */
    FORK_FIXED,
    /** fork, per 4 KiB entry copied. */
    FORK_PER_PAGE,
    /** fork, per 2 MiB entry copied. */
    FORK_PER_HUGE_PAGE,
    /** fork, per pinned page copied for the child. */
    FORK_EARLY_COPY_PER_PAGE,
    /** execve, the part that does not depend on memory. */
    EXEC_FIXED,
    /** Zapping one mapped page, as munmap does. */
    ZAP_PER_PAGE,
    /** MADV_DONTNEED, per page zapped and freed. */
    MADV_DONTNEED_PER_PAGE,
    /** mprotect, per page. */
    MPROTECT_PER_PAGE,
    /** madvise that only sets a flag on a range. */
    MADVISE_FLAG,
    /** get_user_pages of a populated page. */
    PIN_PER_PAGE,
    /** Dropping a page reference taken for DMA. */
    UNPIN_PER_PAGE,
    /** Writing a page out or moving it: one 4 KiB copy. */
    COPY_PAGE,
    /** IOMMU page table, map one page. */
    IOMMU_MAP_PER_PAGE,
    /** IOMMU page table, unmap one page. */
    IOMMU_UNMAP_PER_PAGE,
    /** One queued IOTLB invalidation, waited for. */
    IOTLB_INVALIDATION,
    /** A translation found in the IOTLB. */
    IOTLB_HIT,
    /** A table walk after an IOTLB miss. */
    IOTLB_MISS,
    /** The device moving one 4 KiB page. */
    DMA_PAGE,
    /** The process ringing a queue's doorbell. */
    DOORBELL,
    /** A page request of a PCIe device (ATS and PRI) and its response. */
    PAGE_REQUEST_FAULT,
    /** A page request of a device in a guest, on its way through the host and the guest. */
    GUEST_PAGE_REQUEST_FAULT,
    /** A table walk where each read of the guest's table is itself translated by the host's. */
    NESTED_IOTLB_MISS,
    /** A CAPI adapter's ERAT does not know the address, and the PSL walks the process's table. */
    CAPI_ERAT_MISS,
    /** ENQCMD: a 64-byte store that waits for the device's answer. */
    ENQCMD,
    /** MOVDIR64B: a 64-byte store that nobody waits for. */
    MOVDIR64B,
    /** A stalled transaction: event, handler and resume, the CPU fault included. */
    SMMU_STALL_FAULT,
    /** An ODP fault: the adapter notices and raises its interrupt. */
    ODP_FAULT_DETECT,
    /** An ODP fault: the driver gets the pages. */
    ODP_FAULT_DRIVER,
    /** An ODP fault: the adapter's table is written. */
    ODP_FAULT_UPDATE,
    /** An ODP fault: the adapter resumes the queue pair. */
    ODP_FAULT_RESUME,
    /** An ODP fault, each page after the first of one batch. */
    ODP_FAULT_PER_EXTRA_PAGE,
    /** An ODP invalidation of one page, waited for. */
    ODP_INVALIDATION,
    /** An ODP invalidation, each page after the first. */
    ODP_INVALIDATION_PER_EXTRA_PAGE,
    /** Registering an explicit ODP memory region. */
    ODP_REGISTER,
    /** Registering a pinned memory region, fixed part. */
    MR_REGISTER_PINNED,
    /** Deregistering a memory region. */
    MR_DEREGISTER,
    /** Creating a protection domain, completion queue and queue pair. */
    RDMA_QUEUE_SETUP,
    /** Resetting a queue pair that went into the error state. */
    QP_RESET,
    /** iommu_sva_bind_device. */
    SVA_BIND,
    /** Draining and stopping a hardware queue. */
    QUEUE_STOP,
    /** Opening container, group and device of VFIO. */
    VFIO_OPEN,
    /** Writing a UUID to an mdev type's create attribute. */
    MDEV_CREATE,
    /** Writing to an mdev's remove attribute. */
    MDEV_REMOVE;

    /**
     * The name of this price in cost files.
     *
     * @return the constant's name in lower case with hyphens, such as {@code cpu-cow-fault}
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
