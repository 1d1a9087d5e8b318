package io.github.accelbed.model.mm;

/**
 * {@code struct resv_map} (mm/hugetlb.c): for which huge pages of a private mapping, or of a shared object, a page of the pool is still set aside. A fault
 * uses that up; up to 6.8 for good, so that who drops the page and touches it again has no claim any more.
 */
final class HugetlbReservation {
    private final long first;

    /** By huge page: 1 while it is set aside. */
    private final int[] left;

    private int count;

    /** A claim on every huge page of a range of indexes. */
    HugetlbReservation(long first, long behind) {
        this.first = first;
        left = new int[(int) ((behind - first) / PhysicalMemory.HUGE_PAGES)];
        for (count = 0; count < left.length; count++) {
            left[count] = 1;
        }
    }

    private int at(long index) {
        return (int) ((index - first) / PhysicalMemory.HUGE_PAGES);
    }

    boolean has(long index) {
        return left[at(index)] != 0;
    }

    void use(long index) {
        left[at(index)] = 0;
        count--;
    }

    /** {@code vma_add_reservation}: a claim again on what was used up. */
    void restore(long index) {
        left[at(index)] = 1;
        count++;
    }

    int left() {
        return count;
    }

    /** {@code region_del}: nothing is set aside for a range any more; how many pages that were. */
    int drop(long from, long behind) {
        int before = count;
        for (int i = Math.max(0, at(from));
                i < left.length && first + (long) i * PhysicalMemory.HUGE_PAGES < behind;
                i++) {
            count -= left[i];
            left[i] = 0;
        }
        return before - count;
    }
}
