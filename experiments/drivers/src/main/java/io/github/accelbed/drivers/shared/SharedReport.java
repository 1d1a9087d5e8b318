package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Tables and findings of the shared queue. */
final class SharedReport {
    static final String CROWD = "processes";
    static final String GREED = "greedy";
    static final String DEPTH = "depth";
    static final double MEDIAN = 50;
    static final double NEARLY_ALL = 99;

    private static final double HUNDRED = 100;

    private final Load load;
    private final List<Outcome> crowds;
    private final List<Greed> greeds;
    private final List<Outcome> depths;
    private final List<LeftOut> out;

    SharedReport(Load load, List<Outcome> crowds, List<Greed> greeds, List<Outcome> depths, List<LeftOut> out) {
        this.load = load;
        this.crowds = crowds;
        this.greeds = greeds;
        this.depths = depths;
        this.out = out;
    }

    private List<String> backends() {
        return crowds.stream().map(Outcome::backend).distinct().toList();
    }

    /** Of each row the run with the most processes. */
    private String most(Function<Outcome, String> said) {
        return Words.each(
                backends(),
                backend -> crowds.stream()
                        .filter(o -> o.backend().equals(backend))
                        .reduce((a, b) -> b)
                        .map(said)
                        .orElseThrow());
    }

    /** Of each row the run with the fewest and with the most jobs of the greedy process in flight. */
    private String greed(Function<Outcome, String> said) {
        return Words.each(backends(), backend -> {
            List<Outcome> all = greeds.stream()
                    .map(Greed::outcome)
                    .filter(o -> o.backend().equals(backend))
                    .toList();
            return said.apply(all.get(0)) + " and " + said.apply(all.get(all.size() - 1));
        });
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        int processes = crowds.get(crowds.size() - 1).processes().size();
        int inFlight = greeds.get(greeds.size() - 1).inFlight();
        findings.add("Of " + processes + " processes, get no way into the device: "
                + most(o -> o.refused() == 0 ? "none" : o.refused() + " (" + o.refusal() + ")") + ".");
        for (Outcome o : crowds) {
            if (o.backend().equals(SharedQueue.SHARED)
                    && (o.processes().size() == processes || o.processes().size() == load.queues())) {
                findings.add("With " + o.processes().size() + " processes on " + o.backend()
                        + ", ENQCMD finds the queue (size "
                        + load.depth() + ") full and is repeated "
                        + Words.number(o.retriesPerJob()) + " times for each job done.");
            }
        }
        findings.add("Jobs done in a millisecond with " + processes + " processes: "
                + most(o -> Words.number(o.jobsPerMs())) + ".");
        findings.add("From a job's coming until an engine takes it (or the end), median and 99th percentile, with "
                + processes
                + " processes, those without a queue not counted: "
                + most(o -> Words.time(o.waitNs(MEDIAN)) + " and " + Words.time(o.waitNs(NEARLY_ALL))) + ".");
        findings.add("Jain's index of the jobs that " + processes + " processes got done: "
                + most(o -> Words.number(o.fairness())) + "; of those with a way into the device: "
                + most(o -> Words.number(o.fairness(ProcessResult::served))) + ".");
        findings.add("If one of " + load.queues()
                + " processes always has one more job, it gets with 1 job in flight and"
                + " with " + inFlight + " of all jobs done: " + greed(o -> Words.percent(o.greedyShare()))
                + "; and of their jobs the others get done: " + greed(o -> Words.percent(o.politeShare())) + ".");
        findings.add("The 99th percentile of the others' waits is then (none where they have no queue): "
                + greed(o -> o.refused() > 0 ? "none" : Words.time(o.waitNs(NEARLY_ALL, p -> !p.greedy()))) + ".");
        return findings;
    }

    List<DataTable> tables() {
        List<List<Object>> crowd = new ArrayList<>();
        for (Outcome o : crowds) {
            crowd.add(List.of(
                    o.backend(),
                    o.kernel(),
                    o.processes().size(),
                    o.served(),
                    o.refused(),
                    o.refusal(),
                    o.wanted(),
                    o.done(),
                    o.jobsPerMs(),
                    o.retries(),
                    o.retriesPerJob(),
                    o.waitNs(MEDIAN),
                    o.waitNs(NEARLY_ALL),
                    o.fairness(),
                    o.fairness(ProcessResult::served),
                    o.submissionNs()));
        }
        List<List<Object>> greedy = new ArrayList<>();
        for (Greed greed : greeds) {
            Outcome o = greed.outcome();
            greedy.add(List.of(
                    o.backend(),
                    o.kernel(),
                    greed.inFlight(),
                    o.processes().size(),
                    o.refused(),
                    o.done(),
                    HUNDRED * o.greedyShare(),
                    HUNDRED * o.politeShare(),
                    o.retriesPerJob(),
                    o.waitNs(MEDIAN, p -> !p.greedy()),
                    o.waitNs(NEARLY_ALL, p -> !p.greedy()),
                    o.fairness(p -> !p.greedy())));
        }
        List<List<Object>> depth = new ArrayList<>();
        for (Outcome o : depths) {
            depth.add(List.of(
                    o.load().depth(),
                    o.processes().size(),
                    o.done(),
                    o.retriesPerJob(),
                    o.waitNs(MEDIAN),
                    o.waitNs(NEARLY_ALL),
                    o.fairness()));
        }
        return List.of(
                new DataTable(
                        CROWD,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("processes"),
                                Column.of("with a way into the device", "processes"),
                                Column.of("without", "processes"),
                                Column.of("answer to these"),
                                Column.of("jobs that came"),
                                Column.of("jobs done"),
                                Column.of("jobs done", "jobs/ms"),
                                Column.of("repeated submissions"),
                                Column.of("repeated submissions for each job done"),
                                Column.of("wait until an engine takes the job or the end, median", "ns"),
                                Column.of("wait until an engine takes the job or the end, 99th percentile", "ns"),
                                Column.of("Jain's index, all processes"),
                                Column.of("Jain's index, those with a way into the device"),
                                Column.of("one submission", "ns")),
                        crowd),
                new DataTable(
                        GREED,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("jobs of the greedy process in flight"),
                                Column.of("processes"),
                                Column.of("without a way into the device", "processes"),
                                Column.of("jobs done"),
                                Column.of("greedy process's part of the jobs done", "%"),
                                Column.of("done of the others' jobs", "%"),
                                Column.of("repeated submissions for each job done"),
                                Column.of("the others' wait, median", "ns"),
                                Column.of("the others' wait, 99th percentile", "ns"),
                                Column.of("Jain's index of the others")),
                        greedy),
                new DataTable(
                        DEPTH,
                        List.of(
                                Column.of("size of the shared queue", "entries"),
                                Column.of("processes"),
                                Column.of("jobs done"),
                                Column.of("repeated submissions for each job done"),
                                Column.of("wait until an engine takes the job or the end, median", "ns"),
                                Column.of("wait until an engine takes the job or the end, 99th percentile", "ns"),
                                Column.of("Jain's index")),
                        depth),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return new SharedCharts(load, crowds, greeds, depths).all();
    }
}
