package io.github.accelbed.reports.result;

import java.util.List;

/**
 * Values over a number.
 *
 * @param head name, title, caption, source table, note
 * @param x the axis to the right
 * @param y the axis upwards
 * @param series at least one
 * @param form how points are joined
 */
public record LineChart(ChartHead head, Axis x, Axis y, List<LineSeries> series, LineForm form) implements ChartSpec {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if there is no series, two have one name, or a value on a logarithmic axis is
     *     not above 0
     */
    public LineChart {
        series = List.copyOf(series);
        ChartChecks.distinctNames(head, series.stream().map(LineSeries::name).toList());
        for (LineSeries line : series) {
            ChartChecks.fitsAxis(head, x, line.x());
            ChartChecks.fitsAxis(head, y, line.y());
        }
    }
}
