package io.github.accelbed.model.mm;

import java.util.Set;
import java.util.TreeSet;

/**
 * {@code struct resv_map} (mm/hugetlb.c): for which huge pages of a private mapping, or of a shared object, a page of the pool is still set aside. A fault
 * uses that up for good: who drops the page and touches it again has no claim any more.
 */
final class HugetlbReservation {
    private final Set<Long> left = new TreeSet<>();

    /** A claim on every huge page of a range of indexes. */
    HugetlbReservation(long first, long behind) {
        for (long index = first; index < behind; index += PhysicalMemory.HUGE_PAGES) {
            left.add(index);
        }
    }

    boolean has(long index) {
        return left.contains(index);
    }

    void use(long index) {
        left.remove(index);
    }

    int left() {
        return left.size();
    }

    /** {@code region_del}: nothing is set aside for a range any more; how many pages that were. */
    int drop(long first, long behind) {
        int before = left.size();
        left.removeIf(index -> index >= first && index < behind);
        return before - left.size();
    }
}
