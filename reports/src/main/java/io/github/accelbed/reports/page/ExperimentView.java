package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.ExperimentResult;
import java.util.List;

/**
 * One experiment's section.
 *
 * @param result what it found
 * @param id of the section
 * @param charts in order
 * @param tables short ones with their rows as text, long ones without
 */
public record ExperimentView(ExperimentResult result, String id, List<ChartView> charts, List<Table> tables) {
    /**
     * A table.
     *
     * @param name of the table
     * @param href to its file beside the page
     * @param headers of the columns, with units
     * @param numeric whether a column holds numbers only
     * @param rows as text; empty if there are too many to be read
     * @param size how many rows there are
     */
    public record Table(
            String name, String href, List<String> headers, List<Boolean> numeric, List<List<String>> rows, int size) {}
}
