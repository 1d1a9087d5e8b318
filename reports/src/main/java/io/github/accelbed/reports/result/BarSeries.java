package io.github.accelbed.reports.result;

import java.util.List;

/**
 * One bar for each category of a bar chart.
 *
 * @param name as in the legend
 * @param backend whose colour it takes, such as {@code vfio}; empty for a series that is no backend's
 * @param values finite and not negative, one for each category
 * @param errors half the length of each error bar, not negative; empty for none
 */
public record BarSeries(String name, String backend, List<Double> values, List<Double> errors) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the lists differ in length or a value is negative or not finite
     */
    public BarSeries {
        Checks.notBlank(name, "series name");
        values = List.copyOf(values);
        errors = List.copyOf(errors);
        if (!errors.isEmpty() && errors.size() != values.size()) {
            throw new IllegalArgumentException(
                    "the series " + name + " has " + values.size() + " values and " + errors.size() + " errors");
        }
        values.forEach(value -> Checks.notNegative(value, "bar"));
        errors.forEach(value -> Checks.notNegative(value, "error"));
    }
}
