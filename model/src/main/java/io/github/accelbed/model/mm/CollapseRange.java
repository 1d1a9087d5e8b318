package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;

/** How far {@code madvise_collapse} (mm/khugepaged.c) is in one area: the whole 2 MiB of the range, one after the other. */
final class CollapseRange {
    private long first;
    private long end;
    private long at;
    private int collapsed;
    private Errno lastFail = Errno.EINVAL;
    // At first a range without pages, which is all done.

    /** Begins with an area's part of the range. */
    void begin(long from, long to, boolean mayBeNothing) {
        first = (from + PhysicalMemory.HUGE_PAGES - 1) & -PhysicalMemory.HUGE_PAGES;
        long last = to & -PhysicalMemory.HUGE_PAGES;
        end = mayBeNothing ? Math.max(first, last) : last;
        at = first;
        collapsed = 0;
        lastFail = Errno.EINVAL;
    }

    boolean hasNext() {
        return at < end;
    }

    /** The next 2 MiB. */
    long at() {
        return at;
    }

    /** What came of them. */
    void note(ScanResult outcome, Errno answer) {
        at += PhysicalMemory.HUGE_PAGES;
        if (outcome.collapsed()) {
            collapsed++;
        } else {
            lastFail = answer;
            if (!outcome.goesOn()) {
                stop();
            }
        }
    }

    private void stop() {
        at = Math.max(at, end);
    }

    /** OK if all were collapsed; of a range without whole 2 MiB, if one of its ends is at a border between such. */
    Errno answer() {
        return first + (long) collapsed * PhysicalMemory.HUGE_PAGES == end ? Errno.OK : lastFail;
    }
}
