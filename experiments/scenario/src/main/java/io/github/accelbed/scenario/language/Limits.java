package io.github.accelbed.scenario.language;

import org.jspecify.annotations.Nullable;

/**
 * The {@code limit} headers; null means unlimited.
 *
 * @param memlockBytes RLIMIT_MEMLOCK of every process, in bytes, or null
 * @param pasids how many PASIDs there are, or null for as many as the model has
 * @param maps how many mappings a container or context may have, or null
 * @param hugepages how many huge pages the pool of hugetlb has, or null
 */
public record Limits(
        @Nullable Long memlockBytes,
        @Nullable Integer pasids,
        @Nullable Integer maps,
        @Nullable Integer hugepages) {

    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null, null, null);

    /** The largest memlock limit, 1 TiB, in bytes. */
    public static final long MAX_MEMLOCK_BYTES = 1L << 40;

    /** The largest number of PASIDs, of mappings or of huge pages, 2^20. */
    public static final int MAX_COUNT = 1 << 20;

    /** Checks the ranges. */
    public Limits {
        boolean inRange = isWithin(memlockBytes, MAX_MEMLOCK_BYTES)
                && isWithin(pasids, MAX_COUNT)
                && isWithin(maps, MAX_COUNT)
                && isWithin(hugepages, MAX_COUNT);
        if (!inRange) {
            throw new IllegalArgumentException("limits out of range: memlock " + memlockBytes + ", pasids " + pasids
                    + ", maps " + maps + ", hugepages " + hugepages);
        }
    }

    private static boolean isWithin(@Nullable Number limit, long max) {
        return limit == null || (limit.longValue() >= 0 && limit.longValue() <= max);
    }
}
