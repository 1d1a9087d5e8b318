package io.github.accelbed.odp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which memory key of a protection domain the library puts into a work request. A scenario names only an address, so it is the key that
 * the newest registration of that address got.
 */
final class KeyTable {

    /**
     * One registration.
     *
     * @param start first page
     * @param end one past the last
     * @param region whose key
     * @param queue through which queue it was made
     */
    record Key(long start, long end, MemoryRegion region, QueuePair queue) {}

    private final List<Key> keys = new ArrayList<>();

    void add(Key key) {
        keys.add(key);
    }

    void remove(Key key) {
        keys.remove(key);
    }

    /** Forgets every use of a region's key. */
    void remove(MemoryRegion region) {
        keys.removeIf(key -> key.region() == region);
    }

    /** Forgets what was registered through a queue. */
    void remove(QueuePair queue) {
        keys.removeIf(key -> key.queue() == queue);
    }

    /** The region that an address belongs to, or null. */
    @Nullable
    MemoryRegion find(long vpn) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            Key key = keys.get(i);
            if (key.start() <= vpn && vpn < key.end()) {
                return key.region();
            }
        }
        return null;
    }

    /** The newest registration of exactly this range, or null. */
    @Nullable
    Key findExact(long start, long end) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (keys.get(i).start() == start && keys.get(i).end() == end) {
                return keys.get(i);
            }
        }
        return null;
    }

    List<Key> all() {
        return keys;
    }
}
