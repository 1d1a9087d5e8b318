package io.github.accelbed.odp;

import java.util.TreeMap;

/**
 * What libibverbs keeps for fork in one process (libibverbs/memory.c): whether {@code ibv_fork_init} came in time, and how many
 * registrations hold each page. Pages, not ranges, are counted here.
 *
 * <p>Left out: buffers of queues (they are no memory of the process here), huge pages, that a child inherits these books with its memory.
 */
final class ForkSupport {
    private final TreeMap<Long, Integer> holders = new TreeMap<>();
    private boolean enabled;
    private boolean tooLate;

    boolean enabled() {
        return enabled;
    }

    void enable() {
        enabled = true;
    }

    /** Whether something was registered or made without it. */
    boolean tooLate() {
        return tooLate;
    }

    /** A registration, or the buffers of a queue. */
    void use() {
        tooLate |= !enabled;
    }

    /** One holder more or less of a page; true if that was the first or the last. */
    boolean count(long page, int change) {
        int before = holders.getOrDefault(page, 0);
        int after = before + change;
        if (after == 0) {
            holders.remove(page);
        } else {
            holders.put(page, after);
        }
        return before == 0 || after == 0;
    }
}
