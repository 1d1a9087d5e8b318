package io.github.accelbed.experiments.experiment.reclaim;

import io.github.accelbed.experiments.experiment.bed.Words;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.Span;
import io.github.accelbed.reports.result.SpanChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tables, charts and findings of the endings. */
final class ReclaimReport {
    private static final String LEFT = "left";
    private static final String KINDS = "kinds-left";
    private static final String SPANS = "who-holds";
    private static final String SET_UP_KILLS = "set-up-kills";

    private final List<Cell> cells;
    private final List<SetUpKill> kills;
    private final List<String> backends;
    private final List<String> kernels;

    ReclaimReport(List<Cell> cells, List<SetUpKill> kills) {
        this.cells = cells;
        this.kills = kills;
        backends = cells.stream().map(Cell::backend).distinct().toList();
        kernels = cells.stream().map(Cell::kernel).distinct().toList();
    }

    private List<Cell> of(String backend, String kernel) {
        return cells.stream()
                .filter(cell -> cell.backend().equals(backend) && cell.kernel().equals(kernel))
                .toList();
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        findings.add("Still held once every process is gone: " + each((b, k) -> afterAll(of(b, k))) + ".");
        findings.add("Left after SIGKILL inside set-up, beyond what root had made: " + each(this::setUp) + ".");
        for (Ending ending : List.of(
                Ending.KILL,
                Ending.KILL_WITH_CHILD,
                Ending.CLOSE_WITH_CHILD,
                Ending.CLOSE_RAW,
                Ending.EXEC,
                Ending.EXEC_INHERIT)) {
            findings.add("Left after " + ending.text() + ": " + each((b, k) -> after(of(b, k), ending)) + ".");
        }
        findings.add("Unplugging the device returns: " + each((b, k) -> unplug(of(b, k))) + ".");
        return findings;
    }

    /** One clause for the backends of which the same is true, with the kernels where they differ. */
    private String each(BinaryOperator<String> said) {
        return Words.each(backends, backend -> Words.kernelsFirst(kernels, kernel -> said.apply(backend, kernel)));
    }

    private static String afterAll(List<Cell> all) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> freed = new LinkedHashSet<>();
        long bad = 0;
        for (Cell cell : all) {
            Phase phase = cell.withoutProcesses();
            bad += phase.kinds() > 0 ? 1 : 0;
            for (Resource resource : Resource.values()) {
                if (phase.held(resource) > 0) {
                    kinds.add(resource.text());
                    freed.add(cell.until(resource));
                }
            }
        }
        return bad == 0
                ? "nothing after any of " + all.size() + " endings"
                : Words.list(List.copyOf(kinds)) + " after " + bad + " of " + all.size() + " endings, until "
                        + Words.list(List.copyOf(freed));
    }

    /** Resources with the same holder and the same end are said together. */
    private static String after(List<Cell> all, Ending ending) {
        for (Cell cell : all) {
            if (cell.ending() == ending) {
                Map<String, List<String>> held = new LinkedHashMap<>();
                for (Resource resource : Resource.values()) {
                    if (cell.afterEnding().held(resource) > 0) {
                        held.computeIfAbsent(
                                        "held by " + cell.afterEnding().holder(resource) + " until "
                                                + cell.until(resource),
                                        unused -> new ArrayList<>())
                                .add(resource.text());
                    }
                }
                return held.isEmpty()
                        ? "nothing"
                        : held.entrySet().stream()
                                .map(entry -> Words.list(entry.getValue()) + " (" + entry.getKey() + ")")
                                .collect(Collectors.joining(", "));
            }
        }
        return "not offered";
    }

    private String setUp(String backend, String kernel) {
        List<SetUpKill> here = kills.stream()
                .filter(kill -> kill.cell().backend().equals(backend)
                        && kill.cell().kernel().equals(kernel))
                .toList();
        long unclean = here.stream().filter(kill -> !kill.clean()).count();
        return unclean == 0
                ? "nothing, whatever the step"
                : "something after " + unclean + " of " + here.size() + " steps";
    }

    private static String unplug(List<Cell> all) {
        return all.stream()
                .filter(cell -> cell.ending() == Ending.UNPLUG)
                .map(Cell::returned)
                .findFirst()
                .orElse("never, since it is not offered");
    }

    List<DataTable> tables() {
        List<List<Object>> left = new ArrayList<>();
        List<List<Object>> kinds = new ArrayList<>();
        for (Cell cell : cells) {
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
                killTable(),
                spanTable());
    }

    private DataTable killTable() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("backend"), Column.of("kernel"), Column.of("steps done"), Column.of("the last of them")));
        for (Resource resource : Resource.values()) {
            columns.add(Column.of("left beyond what root had made: " + resource.text(), resource.unit()));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (SetUpKill kill : kills) {
            List<Object> row =
                    new ArrayList<>(List.of(kill.cell().backend(), kill.cell().kernel(), kill.steps(), kill.where()));
            for (Resource resource : Resource.values()) {
                row.add(kill.left(resource));
            }
            rows.add(row);
        }
        return new DataTable(SET_UP_KILLS, columns, rows);
    }

    private record Held(String lane, String holder, int from, int to) {}

    /** The child that inherits, on the newest kernel: who holds what from event to event. */
    private List<Held> held() {
        String newest = kernels.get(kernels.size() - 1);
        List<String> moments =
                List.of(CellRun.SET_UP, Ending.KILL_WITH_CHILD.text(), CellRun.CHILD_ENDS, CellRun.ROOT_REMOVES);
        List<Held> all = new ArrayList<>();
        for (String backend : backends) {
            Cell cell = of(backend, newest).stream()
                    .filter(c -> c.ending() == Ending.KILL_WITH_CHILD)
                    .findFirst()
                    .orElseThrow();
            for (Resource resource : Resource.values()) {
                for (int i = 0; i < cell.phases().size(); i++) {
                    Phase phase = cell.phases().get(i);
                    int from = moments.indexOf(phase.event());
                    boolean last = i == cell.phases().size() - 1;
                    int to = last
                            ? moments.size()
                            : moments.indexOf(cell.phases().get(i + 1).event());
                    if (phase.held(resource) > 0) {
                        all.add(new Held(backend + ": " + resource.text(), phase.holder(resource), from, to));
                    }
                }
            }
        }
        return all;
    }

    private DataTable spanTable() {
        return new DataTable(
                SPANS,
                List.of(Column.of("resource"), Column.of("held by"), Column.of("from event"), Column.of("to event")),
                held().stream()
                        .map(h -> List.<Object>of(h.lane(), h.holder(), h.from(), h.to()))
                        .toList());
    }

    List<ChartSpec> charts() {
        return List.of(
                heat(
                        "kinds-left",
                        "Kinds of resources still held after the ending",
                        "Of hardware queue, mdev instance, pinned pages, PASID and memlock charge. 0: all came back.",
                        cell -> cell.afterEnding().kinds()),
                heat(
                        "kinds-left-without-processes",
                        "Kinds of resources still held once every process is gone",
                        "What remains here waits for root.",
                        cell -> cell.withoutProcesses().kinds()),
                spanChart());
    }

    private HeatChart heat(String name, String title, String caption, ToDoubleFunction<Cell> value) {
        List<String> shown = List.of(kernels.get(0), kernels.get(kernels.size() - 1));
        List<String> columns = new ArrayList<>();
        for (String backend : backends) {
            shown.forEach(kernel -> columns.add(backend + " on " + kernel));
        }
        List<Ending> rows = Arrays.stream(Ending.values())
                .filter(ending -> backends.stream()
                        .allMatch(backend -> shown.stream()
                                .allMatch(kernel ->
                                        of(backend, kernel).stream().anyMatch(cell -> cell.ending() == ending))))
                .toList();
        List<List<Double>> values = new ArrayList<>();
        for (Ending ending : rows) {
            List<Double> row = new ArrayList<>();
            for (String backend : backends) {
                for (String kernel : shown) {
                    of(backend, kernel).stream()
                            .filter(cell -> cell.ending() == ending)
                            .mapToDouble(value)
                            .forEach(row::add);
                }
            }
            values.add(row);
        }
        return new HeatChart(
                new ChartHead(name, title, caption, KINDS, null),
                Axis.linear("backend and kernel", ""),
                Axis.linear("ending", ""),
                Axis.linear("kinds held", ""),
                columns,
                rows.stream().map(Ending::text).toList(),
                values);
    }

    private SpanChart spanChart() {
        List<Held> all = held();
        List<String> lanes = all.stream().map(Held::lane).distinct().toList();
        return new SpanChart(
                new ChartHead(
                        "who-holds",
                        "Who holds what when the parent is killed and a child inherited the descriptors, kernel "
                                + kernels.get(kernels.size() - 1),
                        "Event 0: set-up and fork; 1: the parent is killed; 2: the child ends; 3: root removes the mdev."
                                + " Events are drawn at equal distances.",
                        SPANS,
                        null),
                Axis.linear("events: 1 parent killed, 2 child ends, 3 root removes the mdev", ""),
                lanes,
                all.stream()
                        .map(h -> new Span(lanes.indexOf(h.lane()), h.holder(), "", h.from(), h.to()))
                        .toList());
    }
}
