package io.github.accelbed.reports.result;

import java.util.List;

/**
 * Values over names.
 *
 * @param head name, title, caption, source table, note
 * @param x what the categories are; never logarithmic
 * @param y what the bars measure
 * @param categories from left to right, at least one
 * @param series at least one, each with a value for each category
 */
public record BarChart(ChartHead head, Axis x, Axis y, List<String> categories, List<BarSeries> series)
        implements ChartSpec {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if categories or series are missing, named twice or of different length, or a
     *     bar on a logarithmic axis is not above 0
     */
    public BarChart {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
        ChartChecks.distinctNames(head, categories);
        ChartChecks.distinctNames(head, series.stream().map(BarSeries::name).toList());
        if (x.logarithmic()) {
            throw new IllegalArgumentException("the chart " + head.name() + " has names on a logarithmic axis");
        }
        for (BarSeries bars : series) {
            if (bars.values().size() != categories.size()) {
                throw new IllegalArgumentException("the chart " + head.name() + " has " + categories.size()
                        + " categories, but " + bars.values().size() + " bars of " + bars.name());
            }
            ChartChecks.fitsAxis(head, y, bars.values());
        }
    }
}
