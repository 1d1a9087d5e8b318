package io.github.accelbed.odp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adapter's memory keys of one protection domain. A work request names its key; a scenario names only an address, so the library
 * uses the newest key that covers it, where regions overlap.
 */
final class KeyTable {
    private final List<MemoryRegion> keys = new ArrayList<>();

    void add(MemoryRegion region) {
        keys.add(region);
    }

    boolean remove(MemoryRegion region) {
        return keys.remove(region);
    }

    /** The region that an address belongs to, or null. */
    @Nullable
    MemoryRegion find(long vpn) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (keys.get(i).covers(vpn)) {
                return keys.get(i);
            }
        }
        return null;
    }

    /** The newest region of exactly this range, or null. */
    @Nullable
    MemoryRegion findExact(long start, long end) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (keys.get(i).start() == start && keys.get(i).end() == end) {
                return keys.get(i);
            }
        }
        return null;
    }

    List<MemoryRegion> all() {
        return keys;
    }
}
