package io.github.accelbed.explorer.world;

import java.util.Arrays;

/** Fields and arrays of every type that a world may have. */
class Chest {
    boolean flag;
    byte tiny = -1;
    short small;
    char letter = 'a';
    int number = 7;
    long large;
    double real = 0.5;
    String text = "first";
    final int[] ints = new int[4];
    final long[] longs = new long[4];
    final byte[] bytes = new byte[4];
    final boolean[] flags = new boolean[4];
    Object[] objects = {"a", "b", "c", "d"};
    private int hidden;

    /** Stores somewhere. */
    void store(int where, int what) {
        int at = what & 3;
        switch (where) {
            case 0 -> flag = !flag;
            case 1 -> tiny = (byte) what;
            case 2 -> small = (short) -what;
            case 3 -> letter++;
            case 4 -> number += what;
            case 5 -> large = (long) what << 40;
            case 6 -> real /= what + 3.0;
            case 7 -> text = text + what;
            case 8 -> ints[at] += what;
            case 9 -> longs[at]--;
            case 10 -> bytes[at] = (byte) what;
            case 11 -> flags[at] ^= true;
            case 12 -> objects[at] = what;
            case 13 -> objects = Arrays.copyOf(objects, objects.length + 1);
            case 14 -> Arrays.fill(longs, what);
            case 15 -> Arrays.setAll(ints, i -> i * what);
            default -> hidden += 3;
        }
    }

    int hidden() {
        return hidden;
    }
}
