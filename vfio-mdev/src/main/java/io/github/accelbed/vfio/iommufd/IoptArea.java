package io.github.accelbed.vfio.iommufd;

/**
 * {@code struct iopt_area}: memory at addresses of an address space.
 *
 * @param start first page, as IOVA
 * @param count how many pages
 * @param offset which page of the memory is the first
 * @param memory what is there
 */
record IoptArea(long start, int count, int offset, IoptPages memory) {
    /** One past the last page. */
    long end() {
        return start + count;
    }

    /** The frame of a page that is pinned. */
    int frame(long vpn) {
        return memory.frame((int) (vpn - start) + offset);
    }
}
