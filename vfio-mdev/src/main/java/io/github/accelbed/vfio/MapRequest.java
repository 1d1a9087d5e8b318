package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;

/**
 * {@code struct vfio_iommu_type1_dma_map}: what a program passes to MAP_DMA, in bytes, right or wrong.
 *
 * @param complete whether {@code argsz} covers the struct
 * @param flags READ, WRITE and VADDR
 * @param vaddr first byte of the process's memory
 * @param iova first byte in the device's address space
 * @param size bytes, unsigned
 */
public record MapRequest(boolean complete, int flags, long vaddr, long iova, long size) {
    /** {@code VFIO_DMA_MAP_FLAG_READ}. */
    static final int READ = 1;

    /** {@code VFIO_DMA_MAP_FLAG_WRITE}. */
    static final int WRITE = 1 << 1;

    /** {@code VFIO_DMA_MAP_FLAG_VADDR}, 5.12 on: gives a mapping whose address was invalidated a new one. */
    static final int VADDR = 1 << 2;

    /** {@code iommu->pgsize_bitmap}: the smallest page. */
    static final long PAGE_BYTES = 4096;

    /** Memory at the same addresses for the device. */
    static MapRequest same(long start, long pages, boolean write) {
        return at(start, start, pages, write);
    }

    /**
     * Memory at an address that the caller chose for the device.
     *
     * @param iova first page in the device's address space
     * @param start first page of the memory
     * @param pages how many
     * @param write whether the device may write
     * @return the request
     */
    public static MapRequest at(long iova, long start, long pages, boolean write) {
        int rights = READ | (write ? WRITE : 0);
        return new MapRequest(true, rights, start * PAGE_BYTES, iova * PAGE_BYTES, pages * PAGE_BYTES);
    }

    /**
     * {@code VFIO_DMA_MAP_FLAG_VADDR}: where memory is now that is mapped already.
     *
     * @param iova first page in the device's address space
     * @param start first page of the memory
     * @param pages how many
     * @return the request
     */
    public static MapRequest ofVaddr(long iova, long start, long pages) {
        return new MapRequest(true, VADDR, start * PAGE_BYTES, iova * PAGE_BYTES, pages * PAGE_BYTES);
    }

    /** Whether it is to set an address. */
    boolean setsVaddr() {
        return (flags & VADDR) != 0;
    }

    /** Whether the device may write. */
    boolean write() {
        return (flags & WRITE) != 0;
    }

    /** First page in the device's address space. */
    long page() {
        return iova >>> 12;
    }

    /** First page of the memory. */
    long vaddrPage() {
        return vaddr >>> 12;
    }

    /** How many pages. */
    long pages() {
        return size >>> 12;
    }

    /** The checks before any lock, in execution order. */
    Errno check(VfioRules rules) {
        int known = READ | WRITE | (rules.hasUnmapFlags() ? VADDR : 0);
        if (!complete || (flags & ~known) != 0) {
            return Errno.EINVAL;
        }
        boolean rights = (flags & (READ | WRITE)) != 0;
        if (rights == setsVaddr() || size == 0 || ((size | iova | vaddr) & (PAGE_BYTES - 1)) != 0) {
            return Errno.EINVAL;
        }
        return wraps(iova, size) || wraps(vaddr, size) ? rules.wrapped() : Errno.OK;
    }

    /** Whether a range goes around the end of the address space. */
    static boolean wraps(long start, long size) {
        return Long.compareUnsigned(start + size - 1, start) < 0;
    }
}
