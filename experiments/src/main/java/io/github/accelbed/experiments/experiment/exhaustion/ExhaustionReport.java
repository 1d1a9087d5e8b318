package io.github.accelbed.experiments.experiment.exhaustion;

import io.github.accelbed.experiments.experiment.bed.CostLedger;
import io.github.accelbed.experiments.experiment.bed.Words;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/** Tables, charts and findings of the exhaustion of queues. */
final class ExhaustionReport {
    private static final String OVER_TIME = "over-time";
    private static final String SUMMARY = "summary";
    private static final String SET_UP = "set-up";
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;
    private static final double MEDIAN = 50;
    private static final double MOST = 90;
    private static final double NEARLY_ALL = 99;

    private final Load load;
    private final List<Outcome> outcomes;

    ExhaustionReport(Load load, List<Outcome> outcomes) {
        this.load = load;
        this.outcomes = outcomes;
    }

    private static double percentile(Outcome outcome, ToDoubleFunction<SetUp> value, double percent) {
        double[] values = outcome.setUps().stream().mapToDouble(value).toArray();
        return values.length == 0 ? 0 : new Percentile(percent).evaluate(values);
    }

    private static double mean(Outcome outcome, ToDoubleFunction<SetUp> value) {
        return outcome.setUps().stream().mapToDouble(value).average().orElse(0);
    }

    private static double first(Outcome outcome, ToDoubleFunction<SetUp> value) {
        return outcome.setUps().stream().mapToDouble(value).findFirst().orElse(0);
    }

    private static double waitMs(Outcome outcome, double percent) {
        return percentile(outcome, SetUp::waitedNs, percent) / NS_PER_MS;
    }

    private static String errors(Outcome outcome) {
        return outcome.refusals().isEmpty()
                ? "no refusal"
                : Words.list(List.copyOf(outcome.refusals().keySet()));
    }

    private String each(Function<Outcome, String> said) {
        Map<String, String> byName = new LinkedHashMap<>();
        outcomes.forEach(outcome -> byName.put(outcome.contender().name(), said.apply(outcome)));
        return Words.each(List.copyOf(byName.keySet()), name -> byName.getOrDefault(name, ""));
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        findings.add("When all clients are gone, of " + Words.count(load.queues(), "hardware queue")
                + " these are not free: "
                + each(o -> Integer.toString(load.queues() - o.last().freeHardware())) + ".");
        findings.add("Of " + Words.count(load.arrivals(), "client") + ", were refused for good: "
                + each(o ->
                        o.last().refused() + " (" + Words.percent(o.last().refused() / (double) load.arrivals()) + ")")
                + ".");
        findings.add("A client that finds no queue gets: " + each(ExhaustionReport::errors) + ".");
        findings.add("After the peak's last arrival it takes until nobody waits any more: "
                + each(o -> o.calmNs() < 0 ? "for ever" : Words.time((double) o.calmNs() - o.peakEndNs())) + ".");
        findings.add("System calls from open to the first DMA, first client and 99th percentile: "
                + each(o -> Words.number(first(o, SetUp::syscalls)) + " and "
                        + Words.number(percentile(o, SetUp::syscalls, NEARLY_ALL)))
                + "; root's steps for a client, mean: " + each(o -> Words.number(mean(o, SetUp::adminSteps))) + ".");
        findings.add("Time from open to the first DMA, median: "
                + each(o -> Words.time(percentile(o, SetUp::firstDmaNs, MEDIAN))) + ".");
        return findings;
    }

    List<DataTable> tables() {
        List<List<Object>> time = new ArrayList<>();
        List<List<Object>> summary = new ArrayList<>();
        List<List<Object>> setUp = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.contender().name();
            for (Sample s : outcome.samples()) {
                time.add(List.of(
                        name,
                        s.ns() / NS_PER_S,
                        s.arrived(),
                        s.served(),
                        s.holding(),
                        s.waiting(),
                        s.refused(),
                        s.children(),
                        s.freeHardware(),
                        s.freeForClient(),
                        s.mdevs()));
            }
            Sample last = outcome.last();
            summary.add(List.of(
                    name,
                    last.arrived(),
                    last.served(),
                    last.refused(),
                    outcome.refusals().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    errors(outcome),
                    outcome.calmNs() < 0 ? "" : (Object) ((outcome.calmNs() - outcome.peakEndNs()) / NS_PER_MS),
                    waitMs(outcome, MEDIAN),
                    waitMs(outcome, MOST),
                    waitMs(outcome, NEARLY_ALL),
                    load.queues() - last.freeHardware(),
                    outcome.leaked(),
                    outcome.removed()));
            setUp.add(row(name, "system calls, open to first DMA", outcome, SetUp::syscalls));
            setUp.add(row(name, "system calls, refused opens included", outcome, SetUp::allSyscalls));
            setUp.add(row(name, "opens", outcome, SetUp::tries));
            setUp.add(row(name, "root's steps", outcome, SetUp::adminSteps));
            setUp.add(row(name, "ns, open to first DMA", outcome, SetUp::firstDmaNs));
        }
        return List.of(
                new DataTable(
                        SUMMARY,
                        List.of(
                                Column.of("row"),
                                Column.of("arrived", "clients"),
                                Column.of("served", "clients"),
                                Column.of("refused for good", "clients"),
                                Column.of("refused opens"),
                                Column.of("error of a refused open"),
                                Column.of("from the peak's end until nobody waits", "ms"),
                                Column.of("wait of the served, median", "ms"),
                                Column.of("wait of the served, 90th percentile", "ms"),
                                Column.of("wait of the served, 99th percentile", "ms"),
                                Column.of("hardware queues held at the end", "queues"),
                                Column.of("instances or queues without a client at the end"),
                                Column.of("mdevs removed by the manager")),
                        summary),
                new DataTable(
                        SET_UP,
                        List.of(
                                Column.of("row"),
                                Column.of("what a served client costs"),
                                Column.of("first client"),
                                Column.of("mean"),
                                Column.of("median"),
                                Column.of("99th percentile")),
                        setUp),
                new DataTable(
                        OVER_TIME,
                        List.of(
                                Column.of("row"),
                                Column.of("time", "s"),
                                Column.of("arrived", "clients"),
                                Column.of("served", "clients"),
                                Column.of("holding a queue", "clients"),
                                Column.of("waiting", "clients"),
                                Column.of("refused for good", "clients"),
                                Column.of("children that outlive their parents", "processes"),
                                Column.of("free hardware queues", "queues"),
                                Column.of("queues a client could get", "queues"),
                                Column.of("mdevs")),
                        time));
    }

    private static List<Object> row(String name, String what, Outcome outcome, ToDoubleFunction<SetUp> value) {
        return List.of(
                name,
                what,
                first(outcome, value),
                mean(outcome, value),
                percentile(outcome, value, MEDIAN),
                percentile(outcome, value, NEARLY_ALL));
    }

    List<ChartSpec> charts() {
        String note = CostLedger.note(outcomes.stream().map(Outcome::ledger).toList());
        return List.of(
                overTime(
                        "free-queues",
                        "Free hardware queues",
                        "Queues that belong to no client and to no instance, so that they could be put to any use.",
                        "free queues",
                        "queues",
                        Sample::freeHardware),
                overTime(
                        "holding",
                        "Clients that hold a queue",
                        "All " + load.queues()
                                + " queues are taken at the top of the curve, less those that children keep after"
                                + " their parents' end.",
                        "clients",
                        "",
                        Sample::holding),
                overTime(
                        "waiting",
                        "Clients that were refused and wait to try again",
                        "Up to " + load.tries() + " opens each, with a growing back-off.",
                        "clients waiting",
                        "",
                        Sample::waiting),
                overTime(
                        "refused",
                        "Clients that gave up so far",
                        "After " + load.tries() + " refused opens.",
                        "clients refused",
                        "",
                        Sample::refused),
                bars(
                        "waiting-time",
                        "How long served clients waited",
                        "From the first open to the one that got a queue.",
                        SUMMARY,
                        null,
                        Axis.linear("wait", "ms"),
                        List.of("median", "90th percentile", "99th percentile"),
                        List.of(o -> waitMs(o, MEDIAN), o -> waitMs(o, MOST), o -> waitMs(o, NEARLY_ALL))),
                setUpBars(
                        "set-up-calls",
                        "System calls from open to the first DMA",
                        "Where nothing names a free queue, each one that is taken costs a try.",
                        null,
                        Axis.log("system calls", ""),
                        SetUp::syscalls),
                bars(
                        "set-up-admin",
                        "Root's steps for a client",
                        "Making a UUID, writing it, finding the group, handing its node over.",
                        SET_UP,
                        null,
                        Axis.linear("steps", ""),
                        List.of("first client", "mean"),
                        List.of(o -> first(o, SetUp::adminSteps), o -> mean(o, SetUp::adminSteps))),
                setUpBars(
                        "set-up-time",
                        "Time from open to the first DMA",
                        "One page, touched before; back-off not counted.",
                        note,
                        Axis.log("time", "ns"),
                        SetUp::firstDmaNs));
    }

    private ChartSpec overTime(
            String name, String title, String caption, String axis, String unit, ToDoubleFunction<Sample> value) {
        List<LineSeries> lines = outcomes.stream()
                .map(o -> new LineSeries(
                        o.contender().name(),
                        o.contender().backend().id(),
                        o.samples().stream().map(s -> s.ns() / NS_PER_S).toList(),
                        o.samples().stream().map(value::applyAsDouble).toList(),
                        List.of()))
                .toList();
        return new LineChart(
                new ChartHead(name, title, caption, OVER_TIME, null),
                Axis.linear("time", "s"),
                Axis.linear(axis, unit),
                lines,
                LineForm.STEP);
    }

    private ChartSpec setUpBars(
            String name,
            String title,
            String caption,
            @Nullable String note,
            Axis axis,
            ToDoubleFunction<SetUp> value) {
        return bars(
                name,
                title,
                caption,
                SET_UP,
                note,
                axis,
                List.of("first client", "mean", "99th percentile"),
                List.of(o -> first(o, value), o -> mean(o, value), o -> percentile(o, value, NEARLY_ALL)));
    }

    private ChartSpec bars(
            String name,
            String title,
            String caption,
            String table,
            @Nullable String note,
            Axis axis,
            List<String> series,
            List<Function<Outcome, Double>> values) {
        List<BarSeries> bars = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            bars.add(new BarSeries(
                    series.get(i), "", outcomes.stream().map(values.get(i)).toList(), List.of()));
        }
        return new BarChart(
                new ChartHead(name, title, caption, table, note),
                Axis.linear("backend", ""),
                axis,
                outcomes.stream().map(o -> o.contender().name()).toList(),
                bars);
    }
}
