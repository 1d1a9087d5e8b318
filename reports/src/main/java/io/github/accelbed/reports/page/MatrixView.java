package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scenarios that run on the same backends, as a table.
 *
 * @param title what the table holds
 * @param backends the columns, grouped
 * @param groups the rows, grouped by what stands before the first slash of their names
 */
public record MatrixView(String title, List<Columns> backends, List<Group> groups) {
    /**
     * The columns of one backend.
     *
     * @param backend its id
     * @param kernels one column each, oldest first
     */
    public record Columns(String backend, List<String> kernels) {}

    /**
     * Rows with the same beginning.
     *
     * @param prefix before the first slash; empty for names without one
     * @param rows in their order
     */
    public record Group(String prefix, List<Row> rows) {}

    /**
     * One scenario.
     *
     * @param name after the first slash
     * @param title the question it asks
     * @param href to its detail
     * @param cells one for each column
     */
    public record Row(String name, String title, String href, List<Cell> cells) {}

    /**
     * One cell.
     *
     * @param status null if the scenario was not run there
     * @param letter of its outcomes, see {@link OutcomeView}
     * @param tip in words what the cell shows
     * @param href to the detail
     * @param edge {@code first} at a backend's oldest kernel, {@code turn} where the outcome differs from the kernel
     *     before, or empty
     */
    public record Cell(@Nullable CellStatus status, String letter, String tip, String href, String edge) {}

    /**
     * How many columns the table has beside the names.
     *
     * @return a count
     */
    public int width() {
        return backends.stream().mapToInt(columns -> columns.kernels().size()).sum();
    }
}
