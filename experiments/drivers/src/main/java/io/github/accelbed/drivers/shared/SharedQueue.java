package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What many processes get out of one work queue that all of them share, and out of a queue for each as far as there are any. */
public final class SharedQueue implements Experiment {
    /** The row whose processes share one queue. */
    static final String SHARED = "idxd-swq";

    private static final String PROCESSES = "processes";
    private static final String QUEUES = "queues";
    private static final String DEPTH = "depth";
    private static final String ENGINES = "engines";
    private static final String PAGES = "pages";
    private static final String INTERVAL = "interval";
    private static final String DURATION = "duration";
    private static final String PAUSE = "pause";
    private static final String JITTER = "jitter";
    private static final long NS_PER_US = 1000;
    private static final int DEEPEST = 4;

    @Override
    public String name() {
        return "shared-queue";
    }

    @Override
    public String title() {
        return "One work queue for all processes, or a queue for each";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(PROCESSES, "processes", "the most processes; the sweep doubles up to it", 64, 1, 1024),
                new Parameter(QUEUES, "queues", "hardware queues where each process needs one", 16, 1, 1024),
                new Parameter(DEPTH, "entries", "size of the work queue that all processes share", 16, 1, 128),
                new Parameter(ENGINES, "engines", "that take jobs from the queues, of every device", 4, 1, 64),
                new Parameter(PAGES, "pages", "that a job reads", 32, 1, 512),
                new Parameter(INTERVAL, "us", "mean time between two jobs of a process", 20, 1, 1_000_000),
                new Parameter(DURATION, "us", "how long jobs come and are counted", 600, 10, 1_000_000),
                new Parameter(
                        PAUSE,
                        "ns",
                        "mean wait after an ENQCMD that found the queue full, beside its own time",
                        0,
                        0,
                        100_000),
                new Parameter(
                        JITTER, "%", "how far a repetition's time may differ from the mean, either way", 25, 0, 100));
    }

    private static Load load(ExperimentRun run) {
        return new Load(
                (int) run.value(QUEUES),
                (int) run.value(DEPTH),
                (int) run.value(ENGINES),
                (int) run.value(PAGES),
                run.value(INTERVAL) * NS_PER_US,
                run.value(DURATION) * NS_PER_US,
                run.value(PAUSE),
                (int) run.value(JITTER),
                run.seed());
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        Load load = load(run);
        List<Client> clients = Client.polite(load, (int) run.value(PROCESSES));
        List<Integer> counts = powers(2, (int) run.value(PROCESSES));
        List<Integer> inFlight = powers(DEEPEST, DEEPEST * load.depth());
        List<Outcome> crowds = new ArrayList<>();
        List<Greed> greeds = new ArrayList<>();
        List<Outcome> depths = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            KernelVersion version = newest(backend, run, out);
            if (version == null) {
                continue;
            }
            for (int count : counts) {
                crowds.add(new Simulation(backend, version, run.costs(), load, clients.subList(0, count)).run());
            }
            for (int jobs : inFlight) {
                greeds.add(new Greed(jobs, greedy(backend, version, run, load, jobs)));
            }
            if (backend.traits(version).contains(RowTrait.SHARES_QUEUES)) {
                for (int depth : depths(load.depth())) {
                    for (int count : counts) {
                        depths.add(new Simulation(
                                        backend, version, run.costs(), load.withDepth(depth), clients.subList(0, count))
                                .run());
                    }
                }
            }
            run.progress().accept(backend.id() + " done");
        }
        SharedReport report = new SharedReport(load, crowds, greeds, depths, out);
        return new ExperimentResult(
                name(),
                title(),
                "Processes come with jobs for one device, each process with its own address space. On " + SHARED
                        + " all of them store into one work queue and repeat the store while it is full; on every other"
                        + " row each needs a hardware queue, of which there are " + load.queues()
                        + ". Who gets a queue, how long do jobs wait, how much is done, and is it fair? And what can one"
                        + " process that never runs out of jobs take from the others?",
                report.findings(),
                shown(run),
                report.tables(),
                report.charts());
    }

    /** One process that is always busy, and as many polite ones as still get a queue of their own. */
    private static Outcome greedy(
            AccessBackend backend, KernelVersion version, ExperimentRun run, Load load, int inFlight) {
        List<Client> clients = new ArrayList<>();
        clients.add(Client.greedy(inFlight));
        clients.addAll(Client.polite(load, load.queues() - 1));
        return new Simulation(backend, version, run.costs(), load, clients).run();
    }

    /** The newest of the kernels that an experiment over every row looks at and that has the row. */
    private static @Nullable KernelVersion newest(AccessBackend backend, ExperimentRun run, List<LeftOut> out) {
        KernelVersion newest = null;
        for (KernelVersion version : Rows.few()) {
            String reason = new Testbed(backend, version, run.costs(), 1).whyLeftOut();
            if (reason == null) {
                newest = version;
            } else {
                out.add(new LeftOut(backend.id(), version.toString(), reason));
            }
        }
        return newest;
    }

    /** The powers up to a most, which is the last one whether it is a power or not. */
    private static List<Integer> powers(int base, int most) {
        TreeSet<Integer> counts = new TreeSet<>(List.of(most));
        for (int count = 1; count < most; count *= base) {
            counts.add(count);
        }
        return List.copyOf(counts);
    }

    private static List<Integer> depths(int depth) {
        return List.copyOf(new TreeSet<>(
                List.of(Math.max(1, depth / DEEPEST), Math.max(1, depth / 2), depth, 2 * depth, DEEPEST * depth)));
    }
}
