package io.github.accelbed.reports.result;

import java.util.List;

/**
 * One line of a line chart.
 *
 * @param name as in the legend
 * @param backend whose colour it takes, such as {@code vfio}; empty for a line that is no backend's
 * @param x finite
 * @param y finite, as many as {@code x}
 * @param errors half the length of each point's error bar, not negative, as many as {@code x}; empty for none
 */
public record LineSeries(String name, String backend, List<Double> x, List<Double> y, List<Double> errors) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if there is no point, the lists differ in length or a value is not finite
     */
    public LineSeries {
        Checks.notBlank(name, "series name");
        x = List.copyOf(x);
        y = List.copyOf(y);
        errors = List.copyOf(errors);
        if (x.isEmpty() || x.size() != y.size() || (!errors.isEmpty() && errors.size() != x.size())) {
            throw new IllegalArgumentException("the series " + name + " has " + x.size() + " x, " + y.size() + " y and "
                    + errors.size() + " errors");
        }
        x.forEach(value -> Checks.finite(value, "x"));
        y.forEach(value -> Checks.finite(value, "y"));
        errors.forEach(value -> Checks.notNegative(value, "error"));
    }
}
