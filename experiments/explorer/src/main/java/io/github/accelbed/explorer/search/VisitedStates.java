package io.github.accelbed.explorer.search;

import java.util.Arrays;

/** The forms of the states that were visited, numbered from 0. A form is compared in full where its hash is met again. */
final class VisitedStates {
    private long[] hashes = new long[1024];
    private byte[][] forms = new byte[1024][];
    private int[] table = new int[4096];
    private int size;

    /**
     * Looks a form up, and keeps it if it is new.
     *
     * @return the state's number; that of a new one is the former {@link #size()}
     */
    int add(FormBytes form) {
        long hash = form.hash();
        int mask = table.length - 1;
        int at = (int) (hash >>> 32 ^ hash) & mask;
        while (table[at] != 0) {
            int state = table[at] - 1;
            if (hashes[state] == hash
                    && Arrays.equals(forms[state], 0, forms[state].length, form.bytes(), 0, form.length())) {
                return state;
            }
            at = at + 1 & mask;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            forms = Arrays.copyOf(forms, 2 * size);
        }
        hashes[size] = hash;
        forms[size] = Arrays.copyOf(form.bytes(), form.length());
        table[at] = ++size;
        if (2 * size > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        int[] larger = new int[2 * table.length];
        int mask = larger.length - 1;
        for (int state = 0; state < size; state++) {
            int at = (int) (hashes[state] >>> 32 ^ hashes[state]) & mask;
            while (larger[at] != 0) {
                at = at + 1 & mask;
            }
            larger[at] = state + 1;
        }
        table = larger;
    }

    int size() {
        return size;
    }
}
