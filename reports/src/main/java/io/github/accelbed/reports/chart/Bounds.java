package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.Axis;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * Where an upward axis begins and ends.
 *
 * @param low the smallest value, error bar included
 * @param high the largest value, error bar included
 * @param whole whether all values are whole numbers
 */
record Bounds(double low, double high, boolean whole) {
    private static final double HEADROOM = 1.02;
    private static final int STEPS = 12;
    /** Up to here an axis of counts would get ticks between the whole numbers. */
    private static final double FEW = 6;

    private static final double PLOT_HEIGHT = 300;

    /** Nothing seen yet. */
    static Bounds none() {
        return new Bounds(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true);
    }

    /** Wide enough for these values too, with their error bars if they have any. */
    Bounds and(List<Double> values, List<Double> errors) {
        double lowest = low;
        double highest = high;
        boolean allWhole = whole && errors.isEmpty();
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            double bar = errors.isEmpty() ? 0 : errors.get(i);
            lowest = Math.min(lowest, value - bar);
            highest = Math.max(highest, value + bar);
            allWhole &= value == Math.rint(value);
        }
        return new Bounds(lowest, highest, allWhole);
    }

    /** A linear axis of amounts begins at 0, or lengths would lie; a logarithmic one at a power of ten. */
    void applyTo(AxesChartStyler styler, Axis axis) {
        if (axis.logarithmic()) {
            if (low > 0) {
                styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(low))));
            }
            styler.setYAxisMax(Math.pow(10, Math.ceil(Math.log10(high * 1.001))));
        } else if (low >= 0) {
            styler.setYAxisMin(0.0);
            double step = NiceStep.atLeast(high / STEPS);
            styler.setYAxisMax(high > 0 ? Math.ceil(high * HEADROOM / step) * step : 1.0);
            if (whole && high <= FEW) {
                styler.setYAxisTickMarkSpacingHint((int) (PLOT_HEIGHT / (Math.max(high, 1) * 1.3)));
            }
        }
    }
}
