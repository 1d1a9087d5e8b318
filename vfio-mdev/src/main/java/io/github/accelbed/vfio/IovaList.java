package io.github.accelbed.vfio;

import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.PageTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code iommu->iova_list}, 5.4 on, which VFIO_IOMMU_GET_INFO shows as the capability IOVA_RANGE: the aperture of the domain without what the
 * groups reserve, so it shrinks and grows as groups come and go. With an emulated IOMMU it is empty, the capability absent and every IOVA
 * good.
 */
final class IovaList {
    /**
     * Addresses that a mapping may use.
     *
     * @param start first page
     * @param end one past the last
     */
    record Range(long start, long end) {}

    private IovaList() {}

    /** The ranges of a container, in address order. */
    static List<Range> of(Container container) {
        Type1Iommu iommu = container.iommu();
        if (iommu == null || iommu.attachment().emulated()) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>();
        long from = 0;
        List<VfioGroup> backed =
                container.groups().stream().filter(VfioGroup::iommuBacked).toList();
        long aperture = backed.stream().mapToLong(VfioGroup::aperture).min().orElse(PageTable.PAGES);
        for (ReservedRegion region : backed.stream()
                .flatMap(group -> group.reserved().stream())
                .distinct()
                .sorted(Comparator.comparingLong(ReservedRegion::start))
                .toList()) {
            if (region.start() > from && from < aperture) {
                ranges.add(new Range(from, Math.min(region.start(), aperture)));
            }
            from = Math.max(from, region.end());
        }
        if (from < aperture) {
            ranges.add(new Range(from, aperture));
        }
        return ranges;
    }

    /** {@code vfio_iommu_iova_dma_valid}: whether a range lies within one entry, or there is no list. */
    static boolean allows(Container container, long from, long to) {
        List<Range> ranges = of(container);
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.start() <= from && to <= range.end());
    }
}
