package io.github.accelbed.model.iommu;

import java.util.List;

/**
 * {@code struct iommu_resv_region}: IO virtual addresses that no mapping may use.
 *
 * @param name what is there
 * @param start first page
 * @param end one past the last page
 */
public record ReservedRegion(String name, long start, long end) {
    /** x86's MSI window, 0xFEE00000 to 0xFEEFFFFF (constant UNVERIFIED in the facts, well known). */
    public static final ReservedRegion MSI = new ReservedRegion("MSI", 0xFEE00, 0xFEF00);

    /** The SMMU driver's software MSI window, 1 MiB from 0x08000000 (constant UNVERIFIED in the facts, well known). */
    public static final ReservedRegion SW_MSI = new ReservedRegion("SW_MSI", 0x08000, 0x08100);

    /** No addresses at all. */
    static final ReservedRegion NONE = new ReservedRegion("none", 0, 0);

    /**
     * The windows of the simulated platform, which stand for those of two machines.
     *
     * @return in address order
     */
    public static List<ReservedRegion> platform() {
        return List.of(SW_MSI, MSI);
    }

    /**
     * What an IOMMU of few bits does not take.
     *
     * @param pages how many it does
     * @return all others
     */
    static ReservedRegion beyond(long pages) {
        return new ReservedRegion("beyond the width", pages, Long.MAX_VALUE);
    }

    /**
     * Whether a range touches this region.
     *
     * @param from first page
     * @param to one past the last
     * @return true if they overlap
     */
    public boolean overlaps(long from, long to) {
        return from < end && start < to;
    }
}
