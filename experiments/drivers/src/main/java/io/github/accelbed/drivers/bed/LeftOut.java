package io.github.accelbed.drivers.bed;

import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import java.util.List;

/**
 * A row that an experiment cannot compare on one kernel.
 *
 * @param backend the row
 * @param kernel the release
 * @param reason why, in the row's own words
 */
public record LeftOut(String backend, String kernel, String reason) {
    /** The table's name. */
    public static final String TABLE = "left-out";

    /**
     * All of them.
     *
     * @param rows those that are left out, possibly none
     * @return the table
     */
    public static DataTable table(List<LeftOut> rows) {
        return new DataTable(
                TABLE,
                List.of(Column.of("backend"), Column.of("kernel"), Column.of("reason")),
                rows.stream()
                        .map(out -> List.<Object>of(out.backend(), out.kernel(), out.reason()))
                        .toList());
    }
}
