package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.mm.Frames;
import io.github.accelbed.model.mm.Pte;
import java.util.Arrays;

/**
 * The IOMMU's translation cache, direct-mapped, tagged with the domain's ASID. An entry stays until it is replaced or
 * invalidated, with the rights that it was filled with; so a missing invalidation shows as a stale access, or as a fault that comes again.
 */
public final class Iotlb {
    private static final int VPN_BITS = 36;

    private final long[] tags;

    @Frames(Frames.Form.ENTRY)
    private final long[] entries;

    private final int mask;

    @Tally
    private long hits;

    @Tally
    private long misses;

    /**
     * An empty cache.
     *
     * @param size entries, a power of two from 1 to 2^24
     */
    public Iotlb(int size) {
        if (size < 1 || size > 1 << 24 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("IOTLB of " + size + " entries");
        }
        tags = new long[size];
        entries = new long[size];
        mask = size - 1;
    }

    /**
     * Looks a page up.
     *
     * @param asid the domain
     * @param vpn the page
     * @return the cached entry, 0 if none
     */
    public long lookup(int asid, long vpn) {
        int slot = slot(asid, vpn);
        if (tags[slot] == tag(asid, vpn)) {
            hits++;
            return entries[slot];
        }
        misses++;
        return 0;
    }

    /**
     * Caches an entry.
     *
     * @param asid the domain
     * @param vpn the page
     * @param entry a present entry
     */
    public void fill(int asid, long vpn, long entry) {
        int slot = slot(asid, vpn);
        tags[slot] = tag(asid, vpn);
        entries[slot] = entry;
    }

    /**
     * Whether a page is cached with a right; counts nothing.
     *
     * @param asid the domain
     * @param vpn the page
     * @param write true for a write
     * @return true if an access would hit
     */
    public boolean holds(int asid, long vpn, boolean write) {
        int slot = slot(asid, vpn);
        return tags[slot] == tag(asid, vpn) && Pte.grants(entries[slot], write);
    }

    /**
     * Drops a domain's entries of a range.
     *
     * @param asid the domain
     * @param start first page
     * @param end one past the last
     */
    public void invalidate(int asid, long start, long end) {
        if (end - start > tags.length) {
            for (int slot = 0; slot < tags.length; slot++) {
                long vpn = tags[slot] & ((1L << VPN_BITS) - 1);
                if (tags[slot] >>> VPN_BITS == asid && vpn >= start && vpn < end) {
                    tags[slot] = 0;
                }
            }
            return;
        }
        for (long vpn = start; vpn < end; vpn++) {
            int slot = slot(asid, vpn);
            if (tags[slot] == tag(asid, vpn)) {
                tags[slot] = 0;
            }
        }
    }

    /** Drops everything. */
    public void flush() {
        Arrays.fill(tags, 0);
    }

    /**
     * Lookups that found an entry.
     *
     * @return 0 or more
     */
    public long hits() {
        return hits;
    }

    /**
     * Lookups that did not.
     *
     * @return 0 or more
     */
    public long misses() {
        return misses;
    }

    private int slot(int asid, long vpn) {
        return (int) (vpn + asid * 31L) & mask;
    }

    private static long tag(int asid, long vpn) {
        return (long) asid << VPN_BITS | vpn;
    }
}
