package io.github.accelbed.reports.result;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one experiment found.
 *
 * @param name also its folder's name: letters, digits, {@code . _ -}
 * @param title one line
 * @param question what it asks, in prose
 * @param findings what it found, one computed sentence each, the most important first
 * @param parameters with which it ran, each with its unit in name or value, in the order to be shown
 * @param tables its figures; their names differ
 * @param charts drawn from those tables; their names differ
 */
public record ExperimentResult(
        String name,
        String title,
        String question,
        List<String> findings,
        Map<String, String> parameters,
        List<DataTable> tables,
        List<ChartSpec> charts) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the name cannot be a folder's name, a table or chart occurs twice, or a chart
     *     is drawn from a table that is not here
     */
    public ExperimentResult {
        Checks.fileStem(name, "experiment name");
        Checks.notBlank(title, "experiment title");
        findings = List.copyOf(findings);
        parameters = Checks.ordered(parameters);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
        Set<String> tableNames = new HashSet<>();
        for (DataTable table : tables) {
            if (!tableNames.add(table.name())) {
                throw new IllegalArgumentException("two tables of " + name + " are named " + table.name());
            }
        }
        Set<String> chartNames = new HashSet<>();
        for (ChartSpec chart : charts) {
            if (!chartNames.add(chart.head().name())) {
                throw new IllegalArgumentException(
                        "two charts of " + name + " are named " + chart.head().name());
            }
            if (!tableNames.contains(chart.head().table())) {
                throw new IllegalArgumentException("the chart " + chart.head().name() + " of " + name
                        + " is drawn from the table " + chart.head().table() + ", which is not there");
            }
        }
    }
}
