package io.github.accelbed.reports.result;

import java.util.List;

/**
 * A value for each pair of two names, as colour with the figure written in.
 *
 * @param head name, title, caption, source table, note
 * @param x what the columns are
 * @param y what the rows are
 * @param value what the colour measures
 * @param columns from left to right, at least one
 * @param rows from top to bottom, at least one
 * @param values one list for each row with one finite value for each column
 */
public record HeatChart(
        ChartHead head, Axis x, Axis y, Axis value, List<String> columns, List<String> rows, List<List<Double>> values)
        implements ChartSpec {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the values do not fit the rows and columns, a name occurs twice, or a value on
     *     a logarithmic scale is not above 0
     */
    public HeatChart {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        values = values.stream().map(row -> List.<Double>copyOf(row)).toList();
        ChartChecks.distinctNames(head, columns);
        ChartChecks.distinctNames(head, rows);
        if (values.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "the chart " + head.name() + " has " + rows.size() + " rows, but values for " + values.size());
        }
        for (List<Double> row : values) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("the chart " + head.name() + " has " + columns.size()
                        + " columns, but a row of " + row.size() + " values");
            }
            row.forEach(cell -> Checks.finite(cell, "heat value"));
            ChartChecks.fitsAxis(head, value, row);
        }
    }
}
