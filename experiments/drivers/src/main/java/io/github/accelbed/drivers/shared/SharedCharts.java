package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.AlikeLines;
import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Charts of the shared queue. */
final class SharedCharts {
    private final Load load;
    private final List<Outcome> crowds;
    private final List<Greed> greeds;
    private final List<Outcome> depths;

    SharedCharts(Load load, List<Outcome> crowds, List<Greed> greeds, List<Outcome> depths) {
        this.load = load;
        this.crowds = crowds;
        this.greeds = greeds;
        this.depths = depths;
    }

    List<ChartSpec> all() {
        String engines = Words.count(load.engines(), "engine") + "; " + Words.count(load.queues(), "hardware queue")
                + ", or one shared by all of them with " + load.depth() + " entries.";
        String note = note(crowds.stream());
        return List.of(
                crowd(
                        "jobs",
                        "Jobs done as processes come",
                        engines,
                        note,
                        Axis.linear("jobs done", "jobs/ms"),
                        Outcome::jobsPerMs),
                crowd(
                        "served",
                        "Processes that get a way into the device",
                        engines,
                        null,
                        Axis.linear("processes served", ""),
                        Outcome::served),
                crowd(
                        "wait",
                        "How long nearly all jobs wait at most, as processes come",
                        "The 99th percentile from a job's coming until an engine takes it, or until the end if none did. A process"
                                + " without a queue is not in it.",
                        note,
                        Axis.linear("wait", "us"),
                        o -> o.waitNs(SharedReport.NEARLY_ALL) / 1e3),
                crowd(
                        "fairness",
                        "Jain's index of the jobs done, as processes come",
                        "1 if all get the same, 1/n if one of n gets all; a process without a queue gets nothing.",
                        note,
                        Axis.linear("Jain's index", ""),
                        Outcome::fairness),
                retries(),
                greed(
                        "greedy-share",
                        "What one greedy process gets of all jobs done",
                        Axis.linear("part of the jobs done", "%"),
                        o -> 100 * o.greedyShare()),
                greed(
                        "greedy-wait",
                        "How long nearly all jobs of the others wait at most beside a greedy process",
                        Axis.linear("wait", "us"),
                        o -> o.waitNs(SharedReport.NEARLY_ALL, p -> !p.greedy()) / 1e3));
    }

    private List<String> backends() {
        return crowds.stream().map(Outcome::backend).distinct().toList();
    }

    private ChartSpec crowd(
            String name,
            String title,
            String caption,
            @Nullable String restsOn,
            Axis axis,
            ToDoubleFunction<Outcome> value) {
        List<Double> x = crowds.stream()
                .map(o -> (double) o.processes().size())
                .distinct()
                .toList();
        AlikeLines lines = new AlikeLines(x);
        for (String backend : backends()) {
            lines.add(
                    backend,
                    backend,
                    crowds.stream()
                            .filter(o -> o.backend().equals(backend))
                            .map(value::applyAsDouble)
                            .toList());
        }
        return new LineChart(
                new ChartHead(name, title, caption + lines.others(), SharedReport.CROWD, restsOn),
                Axis.linear("processes", ""),
                axis,
                lines.series(),
                LineForm.LINE);
    }

    /** Rows that refuse some of these processes are in the table only. */
    private ChartSpec greed(String name, String title, Axis axis, ToDoubleFunction<Outcome> value) {
        List<Double> x =
                greeds.stream().map(g -> (double) g.inFlight()).distinct().toList();
        AlikeLines lines = new AlikeLines(x);
        for (String backend : backends()) {
            List<Outcome> all = greeds.stream()
                    .map(Greed::outcome)
                    .filter(o -> o.backend().equals(backend) && o.refused() == 0)
                    .toList();
            if (!all.isEmpty()) {
                lines.add(
                        backend, backend, all.stream().map(value::applyAsDouble).toList());
            }
        }
        return new LineChart(
                new ChartHead(
                        name,
                        title,
                        load.queues() + " processes, of which one always has one more job, on the rows that refuse none"
                                + " of them. Engines take jobs of several queues in turn, of the shared one in the order"
                                + " of entry." + lines.others(),
                        SharedReport.GREED,
                        note(greeds.stream().map(Greed::outcome))),
                Axis.linear("jobs of the greedy process in flight", ""),
                axis,
                lines.series(),
                LineForm.LINE);
    }

    private static @Nullable String note(Stream<Outcome> outcomes) {
        return CostLedger.note(outcomes.map(Outcome::ledger).toList());
    }

    private ChartSpec retries() {
        List<Integer> entries =
                depths.stream().map(o -> o.load().depth()).distinct().toList();
        List<Integer> counts =
                depths.stream().map(o -> o.processes().size()).distinct().toList();
        List<List<Double>> values = new ArrayList<>();
        for (int depth : entries) {
            values.add(depths.stream()
                    .filter(o -> o.load().depth() == depth)
                    .map(Outcome::retriesPerJob)
                    .toList());
        }
        return new HeatChart(
                new ChartHead(
                        "retries",
                        "Repetitions of ENQCMD for each job done on " + SharedQueue.SHARED,
                        "A process with one job in flight finds the queue full only if there are more processes than"
                                + " entries and engines.",
                        SharedReport.DEPTH,
                        note(depths.stream())),
                Axis.linear("processes", ""),
                Axis.linear("entries", ""),
                Axis.linear("repetitions for each job", ""),
                counts.stream().map(String::valueOf).toList(),
                entries.stream().map(String::valueOf).toList(),
                values);
    }
}
