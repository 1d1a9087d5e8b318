package io.github.accelbed.drivers.bed;

import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
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
        return new TableOf<LeftOut>(TABLE, rows)
                .column("backend", LeftOut::backend)
                .column("kernel", LeftOut::kernel)
                .column("reason", LeftOut::reason)
                .table();
    }
}
