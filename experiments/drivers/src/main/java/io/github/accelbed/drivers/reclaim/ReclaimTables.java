package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
import java.util.Arrays;
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

    private record Held(Cell cell, Resource resource) {}

    List<DataTable> tables(DataTable lines, List<LeftOut> leftOut) {
        List<Held> held = all.cells().stream()
                .flatMap(cell -> Arrays.stream(Resource.values()).map(resource -> new Held(cell, resource)))
                .toList();
        return List.of(
                new TableOf<>(LEFT, held)
                        .column("backend", h -> h.cell().backend())
                        .column("kernel", h -> h.cell().kernel())
                        .column("ending", h -> h.cell().ending().text())
                        .column("resource", h -> h.resource().text())
                        .column("unit", h -> h.resource().unit())
                        .column(
                                "held before the ending",
                                h -> h.cell().phases().get(0).held(h.resource()))
                        .column("held after it", h -> h.cell().afterEnding().held(h.resource()))
                        .column("by whom", h -> h.cell().afterEnding().holder(h.resource()))
                        .column(
                                "held once every process is gone",
                                h -> h.cell().withoutProcesses().held(h.resource()))
                        .column("until", h -> h.cell().until(h.resource()))
                        .column("the ending's call returns", h -> h.cell().returned())
                        .table(),
                new TableOf<Cell>(KINDS, all.cells())
                        .column("backend", Cell::backend)
                        .column("kernel", Cell::kernel)
                        .column("ending", c -> c.ending().text())
                        .column(
                                "kinds of resources held after the ending",
                                c -> c.afterEnding().kinds())
                        .column(
                                "kinds of resources held once every process is gone",
                                c -> c.withoutProcesses().kinds())
                        .table(),
                lines,
                LeftOut.table(leftOut),
                killTable());
    }

    private DataTable killTable() {
        TableOf<SetUpKill> table = new TableOf<SetUpKill>(SET_UP_KILLS, all.kills())
                .column("backend", k -> k.cell().backend())
                .column("kernel", k -> k.cell().kernel())
                .column("steps done", SetUpKill::steps)
                .column("the last of them", SetUpKill::where);
        for (Resource resource : Resource.values()) {
            table.column("left beyond what root had made: " + resource.text(), resource.unit(), k -> k.left(resource));
        }
        return table.table();
    }
}
