package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;

/**
 * {@code struct vfio_iommu_type1_dma_unmap}: what a program passes to UNMAP_DMA, in bytes, right or wrong. Left out: the flag for the bitmap
 * of dirty pages.
 *
 * @param complete whether {@code argsz} covers the struct
 * @param flags ALL and VADDR
 * @param iova first byte in the device's address space
 * @param size bytes, unsigned
 */
public record UnmapRequest(boolean complete, int flags, long iova, long size) {
    /** {@code VFIO_DMA_UNMAP_FLAG_ALL}, 5.12 on: everything, so no range may be given. */
    static final int ALL = 1 << 1;

    /** {@code VFIO_DMA_UNMAP_FLAG_VADDR}, 5.12 on: the mappings stay, the process's addresses of them are no longer used. */
    static final int VADDR = 1 << 2;

    /** A range. */
    static UnmapRequest of(long start, long pages) {
        return new UnmapRequest(true, 0, start * MapRequest.PAGE_BYTES, pages * MapRequest.PAGE_BYTES);
    }

    /**
     * {@code VFIO_DMA_UNMAP_FLAG_VADDR}: the mappings of a range stay.
     *
     * @param start first page, as IOVA
     * @param pages how many
     * @return the request
     */
    public static UnmapRequest ofVaddr(long start, long pages) {
        return new UnmapRequest(true, VADDR, start * MapRequest.PAGE_BYTES, pages * MapRequest.PAGE_BYTES);
    }

    /** Whether it is for everything. */
    boolean all() {
        return (flags & ALL) != 0;
    }

    /** Whether only the addresses go. */
    boolean vaddrOnly() {
        return (flags & VADDR) != 0;
    }

    /** First page. */
    long start() {
        return iova >>> 12;
    }

    /** One past the last page. */
    long end() {
        return all() ? MapDma.ADDRESS_PAGES : start() + (size >>> 12);
    }

    /** The checks before any lock, in execution order. */
    Errno check(VfioRules rules) {
        int known = rules.hasUnmapFlags() ? ALL | VADDR : 0;
        if (!complete || (flags & ~known) != 0) {
            return Errno.EINVAL;
        }
        if (((size | iova) & (MapRequest.PAGE_BYTES - 1)) != 0) {
            return Errno.EINVAL;
        }
        if (all()) {
            return iova == 0 && size == 0 ? Errno.OK : Errno.EINVAL;
        }
        if (size == 0) {
            return Errno.EINVAL;
        }
        return MapRequest.wraps(iova, size) ? rules.wrapped() : Errno.OK;
    }
}
