package io.github.accelbed.vfio;

import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree of {@code struct vfio_pfn} of a mapping: pages that mdev drivers pinned, one entry for each IOVA however many drivers want it.
 * The kernel counts the pins of an IOVA; here each driver has it once.
 */
public final class PinnedPfns {
    private record Pfn(PageReferences page, Set<Mdev> holders) {}

    private final TreeMap<Long, Pfn> pfns = new TreeMap<>();

    /** Nothing is pinned yet. */
    PinnedPfns() {}

    /** Pinned pages. */
    int size() {
        return pfns.size();
    }

    /** {@code vfio_find_vpfn}: whether a page is pinned for any driver, so that it is not charged again. */
    boolean holds(long vpn) {
        return pfns.containsKey(vpn);
    }

    /** Pinned pages that count against the limit. */
    long charged() {
        return pfns.values().stream()
                .mapToLong(pfn -> VfioPinPages.charged(pfn.page()))
                .sum();
    }

    /**
     * Pages that a driver has pinned.
     *
     * @param mdev whose driver
     * @return 0 or more
     */
    public long count(Mdev mdev) {
        return pfns.values().stream()
                .filter(pfn -> pfn.holders().contains(mdev))
                .count();
    }

    /**
     * The frame that a driver has pinned for a page, or -1.
     *
     * @param vpn the page
     * @param mdev whose driver
     * @return the frame, or -1
     */
    public int frame(long vpn, Mdev mdev) {
        Pfn pfn = pfns.get(vpn);
        return pfn == null || !pfn.holders().contains(mdev) ? -1 : pfn.page().frame(0);
    }

    /** One driver more for a page that is pinned already; false if it is not. */
    boolean share(long vpn, Mdev mdev) {
        Pfn pfn = pfns.get(vpn);
        if (pfn != null) {
            pfn.holders().add(mdev);
        }
        return pfn != null;
    }

    /** A newly pinned page. */
    void add(long vpn, Mdev mdev, PageReferences page) {
        pfns.put(vpn, new Pfn(page, new HashSet<>(Set.of(mdev))));
    }

    /** A driver's unpin of one page; the page whose last holder it was, or null. */
    @Nullable
    PageReferences release(long vpn, Mdev mdev) {
        Pfn pfn = pfns.get(vpn);
        if (pfn == null || !pfn.holders().remove(mdev) || !pfn.holders().isEmpty()) {
            return null;
        }
        pfns.remove(vpn);
        return pfn.page();
    }

    /** A driver's unpin of all it has; how many pages lost their last holder with a charge, and how many without. */
    Released releaseAll(Mdev mdev) {
        Released released = new Released(0, 0);
        for (Iterator<Pfn> all = pfns.values().iterator(); all.hasNext(); ) {
            Pfn pfn = all.next();
            if (pfn.holders().remove(mdev) && pfn.holders().isEmpty()) {
                all.remove();
                released = released.and(VfioPinPages.charged(pfn.page()));
                pfn.page().release();
            }
        }
        return released;
    }

    /** The end of all pins. */
    void releaseAll() {
        pfns.values().forEach(pfn -> pfn.page().release());
        pfns.clear();
    }

    /**
     * Pages that were unpinned.
     *
     * @param pages all of them
     * @param charged those of them that were charged
     */
    record Released(int pages, int charged) {
        private Released and(int more) {
            return new Released(pages + 1, charged + more);
        }
    }
}
