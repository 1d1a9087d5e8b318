package io.github.accelbed.model.device;

/**
 * A work queue inside a device that several clients store descriptors into ({@code struct idxd_wq}, shared): so many entries, counted
 * over all its portals. That an entry is free as soon as the engine has fetched its descriptor is UNVERIFIED.
 */
public final class WorkQueue {
    private final int entries;
    private int used;

    /**
     * An empty queue.
     *
     * @param entries its size, at least 1
     */
    public WorkQueue(int entries) {
        if (entries < 1) {
            throw new IllegalArgumentException("entries " + entries);
        }
        this.entries = entries;
    }

    /**
     * Entries that no descriptor waits in.
     *
     * @return 0 up to its size
     */
    public int free() {
        return entries - used;
    }

    boolean enter() {
        if (used == entries) {
            return false;
        }
        used++;
        return true;
    }

    void leave(int descriptors) {
        used -= descriptors;
    }
}
