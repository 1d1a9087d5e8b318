package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import java.util.ArrayList;
import java.util.List;

/** Tables of the endings. */
final class ReclaimTables {
    static final String KINDS = "kinds-left";
    static final String LEFT = "left";
    static final String LINES = "lines";
    private static final String SET_UP_KILLS = "set-up-kills";

    private final ReclaimCells all;

    ReclaimTables(ReclaimCells all) {
        this.all = all;
    }

    List<DataTable> tables(DataTable lines, List<LeftOut> leftOut) {
        List<List<Object>> left = new ArrayList<>();
        List<List<Object>> kinds = new ArrayList<>();
        for (Cell cell : all.cells()) {
            for (Resource resource : Resource.values()) {
                left.add(List.of(
                        cell.backend(),
                        cell.kernel(),
                        cell.ending().text(),
                        resource.text(),
                        resource.unit(),
                        cell.phases().get(0).held(resource),
                        cell.afterEnding().held(resource),
                        cell.afterEnding().holder(resource),
                        cell.withoutProcesses().held(resource),
                        cell.until(resource),
                        cell.returned()));
            }
            kinds.add(List.of(
                    cell.backend(),
                    cell.kernel(),
                    cell.ending().text(),
                    cell.afterEnding().kinds(),
                    cell.withoutProcesses().kinds()));
        }
        return List.of(
                new DataTable(
                        LEFT,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("ending"),
                                Column.of("resource"),
                                Column.of("unit"),
                                Column.of("held before the ending"),
                                Column.of("held after it"),
                                Column.of("by whom"),
                                Column.of("held once every process is gone"),
                                Column.of("until"),
                                Column.of("the ending's call returns")),
                        left),
                new DataTable(
                        KINDS,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("ending"),
                                Column.of("kinds of resources held after the ending"),
                                Column.of("kinds of resources held once every process is gone")),
                        kinds),
                lines,
                LeftOut.table(leftOut),
                killTable());
    }

    private DataTable killTable() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("backend"), Column.of("kernel"), Column.of("steps done"), Column.of("the last of them")));
        for (Resource resource : Resource.values()) {
            columns.add(Column.of("left beyond what root had made: " + resource.text(), resource.unit()));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (SetUpKill kill : all.kills()) {
            List<Object> row =
                    new ArrayList<>(List.of(kill.cell().backend(), kill.cell().kernel(), kill.steps(), kill.where()));
            for (Resource resource : Resource.values()) {
                row.add(kill.left(resource));
            }
            rows.add(row);
        }
        return new DataTable(SET_UP_KILLS, columns, rows);
    }
}
