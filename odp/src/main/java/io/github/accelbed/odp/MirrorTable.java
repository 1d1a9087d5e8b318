package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Frames;
import java.util.Arrays;

/**
 * The adapter's translation entries of a range. Leaves of {@value #LEAF} entries are laid out when the first of theirs is written, so
 * that the mirror of a 1 GiB block of which little is used stays small; the kernel lays its page list out at once.
 */
final class MirrorTable {
    private static final int LEAF = 512;

    private static final long[] NOT_LAID_OUT = new long[0];

    private final long start;

    @Frames(Frames.Form.ENTRY)
    private final long[][] leaves;

    private int present;

    /** An empty table of a range of at least one page. */
    MirrorTable(long start, long pages) {
        this.start = start;
        leaves = new long[Math.toIntExact((pages + LEAF - 1) / LEAF)][];
        Arrays.fill(leaves, NOT_LAID_OUT);
    }

    /** The entry of a page of the range; 0 if there is none. */
    long get(long vpn) {
        int index = (int) (vpn - start);
        long[] leaf = leaves[index / LEAF];
        return leaf.length == 0 ? 0 : leaf[index % LEAF];
    }

    /** Writes an entry that is not 0. */
    void set(long vpn, long entry) {
        int index = (int) (vpn - start);
        long[] leaf = leaves[index / LEAF];
        if (leaf.length == 0) {
            leaf = new long[LEAF];
            leaves[index / LEAF] = leaf;
        }
        if (leaf[index % LEAF] == 0) {
            present++;
        }
        leaf[index % LEAF] = entry;
    }

    /** Clears a range; the answer is how many entries there were. */
    int clear(long from, long to) {
        int before = present;
        for (long vpn = next(from, to); vpn >= 0; vpn = next(vpn + 1, to)) {
            int index = (int) (vpn - start);
            leaves[index / LEAF][index % LEAF] = 0;
            present--;
        }
        return before - present;
    }

    /** How many entries a range has. */
    int count(long from, long to) {
        int count = 0;
        for (long vpn = next(from, to); vpn >= 0; vpn = next(vpn + 1, to)) {
            count++;
        }
        return count;
    }

    /** How many entries there are. */
    int present() {
        return present;
    }

    /** The first page of a range that has an entry, or -1; leaves that were never laid out are passed over whole. */
    long next(long from, long to) {
        if (present == 0) {
            return -1;
        }
        long vpn = from;
        while (vpn < to) {
            int index = (int) (vpn - start);
            long[] leaf = leaves[index / LEAF];
            if (leaf.length == 0) {
                vpn += LEAF - index % LEAF;
            } else if (leaf[index % LEAF] != 0) {
                return vpn;
            } else {
                vpn++;
            }
        }
        return -1;
    }
}
