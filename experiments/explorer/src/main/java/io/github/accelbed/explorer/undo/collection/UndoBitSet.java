package io.github.accelbed.explorer.undo.collection;

import java.util.Arrays;

/** Stands in for {@link java.util.BitSet}, as far as the model uses it. */
public final class UndoBitSet {
    private boolean[] bits;

    /** No bit is set. */
    public UndoBitSet() {
        this(64);
    }

    /**
     * No bit is set.
     *
     * @param expected how many bits there will be
     */
    public UndoBitSet(int expected) {
        bits = new boolean[Math.max(1, expected)];
    }

    /**
     * Reads a bit.
     *
     * @param index from 0
     * @return whether it is set
     */
    public boolean get(int index) {
        return index < bits.length && bits[index];
    }

    /**
     * Sets a bit.
     *
     * @param index from 0
     */
    public void set(int index) {
        if (index >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(index + 1, 2 * bits.length));
        }
        bits[index] = true;
    }

    /**
     * Clears a bit.
     *
     * @param index from 0
     */
    public void clear(int index) {
        if (index < bits.length) {
            bits[index] = false;
        }
    }

    /**
     * The next bit that is clear.
     *
     * @param from where to begin
     * @return its index
     */
    public int nextClearBit(int from) {
        int at = from;
        while (get(at)) {
            at++;
        }
        return at;
    }
}
