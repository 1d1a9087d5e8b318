package io.github.accelbed.drivers.exhaustion;

import static io.github.accelbed.drivers.exhaustion.Costs.MEDIAN;
import static io.github.accelbed.drivers.exhaustion.Costs.MOST;
import static io.github.accelbed.drivers.exhaustion.Costs.NEARLY_ALL;
import static io.github.accelbed.drivers.exhaustion.Costs.first;
import static io.github.accelbed.drivers.exhaustion.Costs.mean;
import static io.github.accelbed.drivers.exhaustion.Costs.percentile;
import static io.github.accelbed.drivers.exhaustion.ExhaustionTables.NS_PER_S;
import static io.github.accelbed.drivers.exhaustion.ExhaustionTables.OVER_TIME;
import static io.github.accelbed.drivers.exhaustion.ExhaustionTables.waitMs;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Charts of the exhaustion of queues: contenders with the same figures are one line. */
final class ExhaustionCharts {
    private static final double NS_PER_US = 1e3;
    private static final String LIKE = "Rows with the same figures are one line; the table 'lines' names them.";

    private final Load load;
    private final List<Outcome> outcomes;
    private final List<List<Object>> lines = new ArrayList<>();
    private final List<ChartSpec> charts = new ArrayList<>();

    ExhaustionCharts(Load load, List<Outcome> outcomes) {
        this.load = load;
        this.outcomes = outcomes;
        courses();
        costs();
    }

    List<ChartSpec> charts() {
        return charts;
    }

    /** Which contenders each line of a chart stands for. */
    DataTable lines() {
        return new DataTable(
                ExhaustionTables.LINES, List.of(Column.of("chart"), Column.of("line"), Column.of("rows")), lines);
    }

    private void courses() {
        overTime(
                "free-queues",
                "Free hardware queues, without managers",
                "Queues that belong to no client and to no instance, so that they could be put to any use."
                        + oneAtATime(),
                Axis.linear("free queues", "queues"),
                Sample::freeHardware,
                o -> o.contender().care() == Care.NONE && !o.oneAtATime());
        overTime(
                "free-queues-managed",
                "Free hardware queues of rows with mdevs",
                "Without a manager, with one that removes what is idle, and with one that crashes." + oneAtATime(),
                Axis.linear("free queues", "queues"),
                Sample::freeHardware,
                o -> instances(o) && !o.oneAtATime());
        overTime(
                "holding",
                "Clients that hold a queue",
                "All " + load.queues()
                        + " queues are taken at the top of the curve, less those that children keep after"
                        + " their parents' end.",
                Axis.linear("clients", ""),
                Sample::holding,
                o -> true);
        overTime(
                "waiting",
                "Clients that were refused and wait to try again",
                "Up to " + load.tries() + " tries each, with a growing back-off.",
                Axis.linear("clients waiting", ""),
                Sample::waiting,
                o -> true);
        overTime(
                "refused",
                "Clients that gave up so far",
                "After " + load.tries() + " refused tries.",
                Axis.linear("clients refused", ""),
                Sample::refused,
                o -> true);
    }

    private boolean instances(Outcome outcome) {
        return outcomes.stream()
                .anyMatch(o -> o.contender().care() != Care.NONE
                        && o.contender().row().equals(outcome.contender().row()));
    }

    private String oneAtATime() {
        List<String> rows = outcomes.stream()
                .filter(Outcome::oneAtATime)
                .map(o -> o.contender().row())
                .distinct()
                .toList();
        return rows.isEmpty() ? "" : " Not shown, since they serve one process at a time: " + Words.list(rows) + ".";
    }

    private record Figure(String name, ToDoubleFunction<Outcome> value) {}

    private static List<Figure> spread(ToDoubleFunction<SetUp> value, double unit) {
        return List.of(
                new Figure("first client", o -> first(o, value) / unit),
                new Figure("mean", o -> mean(o, value) / unit),
                new Figure("99th percentile", o -> percentile(o, value, NEARLY_ALL) / unit));
    }

    private void costs() {
        String note = CostLedger.note(outcomes.stream().map(Outcome::ledger).toList());
        heat(
                new ChartHead(
                        "waiting-time",
                        "How long served clients waited",
                        "From the first try to the one that got a queue. " + LIKE,
                        ExhaustionTables.SUMMARY,
                        null),
                Axis.linear("wait", "ms"),
                List.of(
                        new Figure("median", o -> waitMs(o, MEDIAN)),
                        new Figure("90th percentile", o -> waitMs(o, MOST)),
                        new Figure("99th percentile", o -> waitMs(o, NEARLY_ALL))),
                o -> true);
        heat(
                new ChartHead(
                        "tries-in-vain",
                        "Tries in vain for each served client",
                        "Nodes and queues that clients tried without getting them: where nothing names a free one, each"
                                + " that is taken costs a try. " + LIKE,
                        ExhaustionTables.SUMMARY,
                        null),
                Axis.log("tries", ""),
                List.of(
                        new Figure("all tries in vain", Outcome::vainPerSuccess),
                        new Figure(
                                "refused opens or jobs",
                                o -> o.setUps().isEmpty()
                                        ? o.refusedTries()
                                        : o.refusedTries() / (double) o.setUps().size())),
                o -> true);
        heat(
                new ChartHead(
                        "set-up-calls",
                        "System calls from open to the first DMA",
                        "Of the try that succeeds; the two that ask a manager are in it. " + LIKE,
                        ExhaustionTables.SET_UP,
                        null),
                Axis.log("system calls", ""),
                spread(SetUp::syscalls, 1),
                o -> true);
        heat(
                new ChartHead(
                        "root-steps",
                        "Root's steps for a served client",
                        "Six make an mdev for a client that finds none; rows that take no step at all are not shown. "
                                + LIKE,
                        ExhaustionTables.SET_UP,
                        null),
                Axis.linear("steps", ""),
                spread(SetUp::adminSteps, 1),
                o -> mean(o, SetUp::adminSteps) > 0);
        heat(
                new ChartHead(
                        "first-dma",
                        "Time from open to the first DMA",
                        "Of the try that succeeds, waiting left out. " + LIKE,
                        ExhaustionTables.SET_UP,
                        note),
                Axis.log("time", "us"),
                spread(SetUp::firstDmaNs, NS_PER_US),
                o -> true);
        heat(
                new ChartHead(
                        "manager-crashes",
                        "What the crashes of a manager cost",
                        "Each comes between the creation of an mdev and its hand-over. " + LIKE,
                        ExhaustionTables.MANAGERS,
                        null),
                Axis.linear("count", ""),
                List.of(
                        new Figure("crashes", o -> o.manager().crashes()),
                        new Figure("mdevs orphaned", o -> o.manager().orphaned()),
                        new Figure("requests unanswered", o -> o.manager().turnedAway()),
                        new Figure("busy, holder unknown", o -> o.manager().unattributed())),
                o -> o.contender().care() == Care.CRASHING_MANAGER);
    }

    private void heat(ChartHead head, Axis value, List<Figure> figures, Predicate<Outcome> shown) {
        List<String> names = new ArrayList<>();
        List<List<Double>> values = new ArrayList<>();
        new Alike(outcomes.stream().filter(shown).toList())
                .by(outcome -> figures.stream()
                        .map(figure -> figure.value().applyAsDouble(outcome))
                        .toList())
                .forEach((row, group) -> {
                    boolean drawn = !value.logarithmic() || row.stream().allMatch(cell -> cell > 0);
                    if (drawn) {
                        names.add(line(head.name(), group));
                        values.add(row);
                    }
                });
        if (!names.isEmpty()) {
            List<String> columns = figures.stream().map(Figure::name).toList();
            charts.add(new HeatChart(
                    head, Axis.linear("figure", ""), Axis.linear("row", ""), value, columns, names, values));
        }
    }

    private String line(String chart, List<Outcome> group) {
        String label = Alike.label(group);
        lines.add(List.of(
                chart,
                label,
                Words.list(group.stream().map(o -> o.contender().name()).toList())));
        return label;
    }

    private void overTime(
            String name,
            String title,
            String caption,
            Axis axis,
            ToDoubleFunction<Sample> value,
            Predicate<Outcome> shown) {
        List<LineSeries> series = new ArrayList<>();
        new Alike(outcomes.stream().filter(shown).toList())
                .by(outcome -> course(outcome, value))
                .forEach((course, group) -> {
                    Outcome longest = group.stream()
                            .max(Comparator.comparingInt(o -> o.samples().size()))
                            .orElseThrow();
                    series.add(new LineSeries(
                            line(name, group),
                            colour(group),
                            longest.samples().stream()
                                    .map(s -> s.ns() / NS_PER_S)
                                    .toList(),
                            longest.samples().stream().map(value::applyAsDouble).toList(),
                            List.of()));
                });
        if (!series.isEmpty()) {
            charts.add(new LineChart(
                    new ChartHead(name, title, caption + " " + LIKE, OVER_TIME, null),
                    Axis.linear("time", "s"),
                    axis,
                    series,
                    LineForm.STEP));
        }
    }

    /** The colour of the row that a line is named after, unless a manager is in it. */
    private static String colour(List<Outcome> group) {
        Contender first = group.get(0).contender();
        return first.care() == Care.NONE ? first.backend().id() : "";
    }

    /** The values at equal distances up to the last change, since the last event of one contender may come later. */
    private static List<Double> course(Outcome outcome, ToDoubleFunction<Sample> value) {
        List<Double> all = outcome.samples().stream().map(value::applyAsDouble).toList();
        int end = all.size();
        while (end > 1 && all.get(end - 2).equals(all.get(end - 1))) {
            end--;
        }
        return all.subList(0, end);
    }
}
