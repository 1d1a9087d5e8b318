package io.github.accelbed.explorer.world;

/** Keeps what no trail can hold. */
public final class Doubles {
    private final double[] all = new double[1];

    /** Stores. */
    public double store(double value) {
        all[0] = value;
        return all[0];
    }
}
