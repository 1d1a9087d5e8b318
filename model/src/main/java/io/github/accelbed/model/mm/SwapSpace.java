package io.github.accelbed.model.mm;

import io.github.accelbed.model.ModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Swap slots and the swap cache ({@code mm/swapfile.c}, {@code mm/swap_state.c}): per slot how many entries refer to it, its
 * contents, and the frame that caches it.
 *
 * <p>Left out: clusters, writeback in flight, the kernel's habit of keeping a page cached after the last entry was read back
 * (here it leaves the cache at once).
 */
final class SwapSpace {
    private int[] count = new int[4];
    private long[] stamp = new long[4];
    private int[] cached = new int[4];
    private final Map<Integer, Integer> slotOfFrame = new HashMap<>();

    int alloc() {
        for (int slot = 0; slot < count.length; slot++) {
            if (count[slot] == 0 && cached[slot] == 0) {
                return slot;
            }
        }
        int slot = count.length;
        count = Arrays.copyOf(count, 2 * slot);
        stamp = Arrays.copyOf(stamp, 2 * slot);
        cached = Arrays.copyOf(cached, 2 * slot);
        return slot;
    }

    void duplicate(int slot) {
        count[slot]++;
    }

    void free(int slot) {
        if (--count[slot] < 0) {
            throw new ModelException("swap count fell below zero");
        }
    }

    int slots() {
        return count.length;
    }

    int count(int slot) {
        return count[slot];
    }

    int countOfFrame(int frame) {
        Integer slot = slotOfFrame.get(frame);
        return slot == null ? 0 : count[slot];
    }

    int slotOfFrame(int frame) {
        Integer slot = slotOfFrame.get(frame);
        if (slot == null) {
            throw new ModelException("the frame is not in the swap cache");
        }
        return slot;
    }

    /** The frame that caches a slot, or {@link PhysicalMemory#NONE}. */
    int cachedFrame(int slot) {
        return cached[slot] == 0 ? PhysicalMemory.NONE : cached[slot];
    }

    void cache(int slot, int frame) {
        cached[slot] = frame;
        slotOfFrame.put(frame, slot);
    }

    void uncache(int slot) {
        slotOfFrame.remove(cached[slot]);
        cached[slot] = 0;
    }

    long read(int slot) {
        return stamp[slot];
    }

    void write(int slot, long value) {
        stamp[slot] = value;
    }
}
