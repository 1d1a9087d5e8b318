package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct iommufd_ioas}: an IO address space. It only says what is where; pages are pinned while at least one domain shows it to a
 * device.
 */
final class Ioas extends IommufdObject {
    private final SimLock lock = new SimLock("iopt->iova_rwsem");
    private final TreeMap<Long, IoptArea> areas = new TreeMap<>();
    private final List<Hwpt> domains = new ArrayList<>();
    private final List<ReservedRegion> reserved = new ArrayList<>();

    /** {@code iopt->iova_rwsem}: held over each whole map and unmap. */
    SimLock lock() {
        return lock;
    }

    /** What is mapped, in address order. */
    Collection<IoptArea> areas() {
        return areas.values();
    }

    /** The domains that show it. */
    List<Hwpt> domains() {
        return domains;
    }

    /** What the attached devices reserve. */
    List<ReservedRegion> reserved() {
        return reserved;
    }

    void link(IoptArea area) {
        areas.put(area.start(), area);
    }

    void unlink(IoptArea area) {
        areas.remove(area.start());
    }

    /** The first area that overlaps a range, or null. */
    @Nullable
    IoptArea find(long from, long to) {
        Map.Entry<Long, IoptArea> below = areas.floorEntry(from);
        if (below != null && below.getValue().end() > from) {
            return below.getValue();
        }
        Map.Entry<Long, IoptArea> above = areas.higherEntry(from);
        return above != null && above.getKey() < to ? above.getValue() : null;
    }

    /** Whether a range touches what a device reserves. */
    boolean isReserved(long from, long to) {
        return reserved.stream().anyMatch(region -> region.overlaps(from, to));
    }

    /** {@code iopt_alloc_iova}: the lowest place for so many pages, or -1. The kernel's choice of place is another one. */
    long place(long pages) {
        long at = 1;
        while (at + pages <= PageTable.PAGES) {
            long from = at;
            IoptArea area = find(from, from + pages);
            long blocked = area == null ? -1 : area.end();
            for (ReservedRegion region : reserved) {
                blocked = region.overlaps(from, from + pages) ? Math.max(blocked, region.end()) : blocked;
            }
            if (blocked < 0) {
                return from;
            }
            at = blocked;
        }
        return -1;
    }

    /** Pages that are mapped. */
    long pages() {
        return areas.values().stream().mapToLong(IoptArea::count).sum();
    }
}
