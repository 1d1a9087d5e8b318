package io.github.accelbed.reports.chart;

/** Distances between ticks that people count in. */
final class NiceStep {
    private NiceStep() {}

    /** The smallest of 1, 2, 5 times a power of ten that is not below the given one. */
    static double atLeast(double least) {
        if (!(least > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
