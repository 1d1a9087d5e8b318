package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Kinds;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Charts of the endings: rows with the same figures are one line. */
final class ReclaimCharts {
    private static final String LIKE = "Rows with the same figures are one line; the table 'lines' names them.";
    private static final Axis HELD = Axis.linear("kinds held", "");
    private static final List<String> STAGES = List.of(Cell.BY_THE_ENDING, CellRun.CHILD_ENDS, CellRun.ROOT_REMOVES);

    private final ReclaimCells all;
    private final List<List<Object>> lines = new ArrayList<>();
    private final List<ChartSpec> charts = new ArrayList<>();

    ReclaimCharts(ReclaimCells all) {
        this.all = all;
        String resources =
                Words.list(Arrays.stream(Resource.values()).map(Resource::text).toList());
        List<Ending> common = Arrays.stream(Ending.values())
                .filter(ending -> all.backends().stream().allMatch(backend -> offered(backend, ending)))
                .toList();
        List<Ending> rest = Arrays.stream(Ending.values())
                .filter(ending -> !common.contains(ending))
                .toList();
        List<String> withRest = all.backends().stream()
                .filter(backend -> rest.stream().allMatch(ending -> offered(backend, ending)))
                .toList();
        kinds("kinds-left", "after the ending", resources + ". 0: all came back.", common, all.backends(), false);
        kinds(
                "kinds-left-without-processes",
                "once every process is gone",
                "What remains here waits for root.",
                common,
                all.backends(),
                true);
        if (!withRest.isEmpty()) {
            String who = "Endings that only rows with mdevs offer, unplugging among them. ";
            kinds("kinds-left-mdevs", "after endings of rows with mdevs", who, rest, withRest, false);
        }
        freedBy();
    }

    List<ChartSpec> charts() {
        return charts;
    }

    /** Which rows each line of a chart stands for. */
    DataTable lines() {
        return new DataTable(
                ReclaimTables.LINES, List.of(Column.of("chart"), Column.of("line"), Column.of("rows")), lines);
    }

    private boolean offered(String backend, Ending ending) {
        return all.of(backend, all.newest(backend), ending).isPresent();
    }

    private Cell cell(String backend, Ending ending) {
        return all.of(backend, all.newest(backend), ending).orElseThrow();
    }

    private void kinds(
            String name,
            String when,
            String caption,
            List<Ending> endings,
            List<String> backends,
            boolean withoutProcesses) {
        ToDoubleFunction<Cell> value =
                cell -> (withoutProcesses ? cell.withoutProcesses() : cell.afterEnding()).kinds();
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (String backend : backends) {
            values.put(
                    all.name(backend, all.newest(backend)),
                    endings.stream()
                            .map(ending -> value.applyAsDouble(cell(backend, ending)))
                            .toList());
        }
        heat(
                new ChartHead(name, "Kinds of resources still held " + when, caption, ReclaimTables.KINDS, null),
                Axis.linear("ending", ""),
                HELD,
                endings.stream().map(Ending::text).toList(),
                values);
    }

    /** A parent is killed, its child has inherited, at last root removes the mdev. */
    private void freedBy() {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (String backend : all.backends()) {
            Cell cell = cell(backend, Ending.KILL_WITH_CHILD);
            values.put(
                    all.name(backend, cell.kernel()),
                    Arrays.stream(Resource.values())
                            .map(resource -> (double) STAGES.indexOf(cell.until(resource)) + 1)
                            .toList());
        }
        heat(
                new ChartHead(
                        "who-holds",
                        "What frees each resource when the parent is killed and a child has the descriptors",
                        "0: never held; 1: the killing itself; 2: the child's end; 3: root's removal of the mdev.",
                        ReclaimTables.LEFT,
                        null),
                Axis.linear("resource", ""),
                Axis.linear("freed by event", ""),
                Arrays.stream(Resource.values()).map(Resource::text).toList(),
                values);
    }

    private void heat(ChartHead head, Axis x, Axis value, List<String> columns, Map<String, List<Double>> values) {
        List<String> names = new ArrayList<>();
        List<List<Double>> rows = new ArrayList<>();
        Words.group(List.copyOf(values.keySet()), row -> values.getOrDefault(row, List.of()))
                .forEach((row, group) -> {
                    String label = Kinds.label(group);
                    lines.add(List.of(head.name(), label, Words.list(group)));
                    names.add(label);
                    rows.add(row);
                });
        ChartHead full =
                new ChartHead(head.name(), head.title(), head.caption() + " " + LIKE, head.table(), head.note());
        charts.add(new HeatChart(full, x, Axis.linear("row", ""), value, columns, names, rows));
    }
}
