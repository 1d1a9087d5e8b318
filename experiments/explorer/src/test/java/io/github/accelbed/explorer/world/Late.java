package io.github.accelbed.explorer.world;

/** A class that is initialized in the middle of somebody's step. */
final class Late {
    /** Made and filled by the initializer. */
    static final int[] FILLED = new int[3];

    static {
        for (int i = 0; i < FILLED.length; i++) {
            FILLED[i] = i + 1;
        }
    }

    private Late() {}
}
