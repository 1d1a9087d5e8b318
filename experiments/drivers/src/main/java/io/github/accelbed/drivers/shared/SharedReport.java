package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
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
        return List.of(
                new TableOf<Outcome>(CROWD, crowds)
                        .column("backend", Outcome::backend)
                        .column("kernel", Outcome::kernel)
                        .column("processes", o -> o.processes().size())
                        .column("with a way into the device", "processes", Outcome::served)
                        .column("without", "processes", Outcome::refused)
                        .column("answer to these", Outcome::refusal)
                        .column("jobs that came", Outcome::wanted)
                        .column("jobs done", Outcome::done)
                        .column("jobs done", "jobs/ms", Outcome::jobsPerMs)
                        .column("repeated submissions", Outcome::retries)
                        .column("repeated submissions for each job done", Outcome::retriesPerJob)
                        .column("wait until an engine takes the job or the end, median", "ns", o -> o.waitNs(MEDIAN))
                        .column(
                                "wait until an engine takes the job or the end, 99th percentile",
                                "ns",
                                o -> o.waitNs(NEARLY_ALL))
                        .column("Jain's index, all processes", Outcome::fairness)
                        .column(
                                "Jain's index, those with a way into the device",
                                o -> o.fairness(ProcessResult::served))
                        .column("one submission", "ns", Outcome::submissionNs)
                        .table(),
                new TableOf<Greed>(GREED, greeds)
                        .column("backend", g -> g.outcome().backend())
                        .column("kernel", g -> g.outcome().kernel())
                        .column("jobs of the greedy process in flight", Greed::inFlight)
                        .column("processes", g -> g.outcome().processes().size())
                        .column(
                                "without a way into the device",
                                "processes",
                                g -> g.outcome().refused())
                        .column("jobs done", g -> g.outcome().done())
                        .column(
                                "greedy process's part of the jobs done",
                                "%",
                                g -> HUNDRED * g.outcome().greedyShare())
                        .column(
                                "done of the others' jobs",
                                "%",
                                g -> HUNDRED * g.outcome().politeShare())
                        .column(
                                "repeated submissions for each job done",
                                g -> g.outcome().retriesPerJob())
                        .column(
                                "the others' wait, median",
                                "ns",
                                g -> g.outcome().waitNs(MEDIAN, p -> !p.greedy()))
                        .column(
                                "the others' wait, 99th percentile",
                                "ns",
                                g -> g.outcome().waitNs(NEARLY_ALL, p -> !p.greedy()))
                        .column("Jain's index of the others", g -> g.outcome().fairness(p -> !p.greedy()))
                        .table(),
                new TableOf<Outcome>(DEPTH, depths)
                        .column(
                                "size of the shared queue",
                                "entries",
                                o -> o.load().depth())
                        .column("processes", o -> o.processes().size())
                        .column("jobs done", Outcome::done)
                        .column("repeated submissions for each job done", Outcome::retriesPerJob)
                        .column("wait until an engine takes the job or the end, median", "ns", o -> o.waitNs(MEDIAN))
                        .column(
                                "wait until an engine takes the job or the end, 99th percentile",
                                "ns",
                                o -> o.waitNs(NEARLY_ALL))
                        .column("Jain's index", Outcome::fairness)
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return new SharedCharts(load, crowds, greeds, depths).all();
    }
}
