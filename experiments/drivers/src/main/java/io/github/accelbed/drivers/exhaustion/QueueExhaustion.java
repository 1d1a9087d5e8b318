package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients get when there are more of them than queues, and how long it takes until all are served again. */
public final class QueueExhaustion implements Experiment {
    private static final String QUEUES = "queues";
    private static final String ARRIVALS = "arrivals";
    private static final String HOLD = "hold";
    private static final String BASE = "base-load";
    private static final String PEAK = "peak-load";
    private static final String CRASH = "crash";
    private static final String FORK = "fork";
    private static final String CHILD = "child";
    private static final String BACKOFF = "backoff";
    private static final String TRIES = "tries";
    private static final String MANAGER = "manager";
    private static final String MANAGER_CRASH = "manager-crash";
    private static final String MANAGER_RESTART = "manager-restart";
    private static final long NS_PER_MS = 1_000_000;

    @Override
    public String name() {
        return "queue-exhaustion";
    }

    @Override
    public String title() {
        return "More clients than queues";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(QUEUES, "queues", "hardware queues of the device", 128, 1, 65536),
                new Parameter(ARRIVALS, "clients", "clients that come in all", 1000, 1, 1_000_000),
                new Parameter(HOLD, "ms", "mean time a client keeps its queue", 1000, 1, 1_000_000),
                new Parameter(BASE, "%", "offered load outside the peak, of what the queues carry", 80, 1, 1000),
                new Parameter(PEAK, "%", "offered load in the peak: the middle 40% of the clients", 150, 1, 1000),
                new Parameter(CRASH, "%", "clients that are killed instead of closing", 10, 0, 100),
                new Parameter(FORK, "%", "clients with a child that inherits the descriptors", 5, 0, 100),
                new Parameter(CHILD, "ms", "mean time such a child outlives its parent", 1000, 1, 1_000_000),
                new Parameter(BACKOFF, "ms", "mean wait after a refusal, doubled up to 16 times that", 20, 1, 100_000),
                new Parameter(TRIES, "tries", "after which a client gives up", 8, 1, 100),
                new Parameter(
                        MANAGER, "ms", "how often a manager removes idle mdevs; 0: no manager", 500, 0, 1_000_000),
                new Parameter(
                        MANAGER_CRASH,
                        "ms",
                        "after which the next creation of an mdev is the manager's last act; 0: never",
                        1000,
                        0,
                        1_000_000),
                new Parameter(MANAGER_RESTART, "ms", "until a crashed manager is started again", 200, 1, 1_000_000));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        KernelVersion version = Rows.ends().get(1);
        Load load = load(run);
        List<Client> clients = Client.all(load, run.seed());
        Management management = management(run);
        Contenders contenders = Contenders.on(version, run.costs(), management);
        List<Outcome> outcomes = new ArrayList<>();
        for (Contender contender : contenders.all()) {
            outcomes.add(new Simulation(contender, run.costs(), load, management, clients).run());
            run.progress().accept(contender.name() + " done");
        }
        ExhaustionCharts charts = new ExhaustionCharts(load, outcomes);
        return new ExperimentResult(
                name(),
                title(),
                "Clients come to a device with " + load.queues() + " queues, at first fewer and then more than it can"
                        + " serve. Some are killed, some leave a child that inherited the descriptors. One that is"
                        + " refused tries again for a while. Rows with mdevs run without a manager, with one that knows"
                        + " who has what and removes what is idle, and with one that crashes at the worst moment. Who is"
                        + " served, who waits, who is refused, and what is left when all are gone?",
                new ExhaustionReport(load, outcomes, contenders.leftOut()).findings(),
                shown(run, version),
                new ExhaustionTables(load, outcomes).tables(charts.lines(), contenders.leftOut()),
                charts.charts());
    }

    private static Load load(ExperimentRun run) {
        return new Load(
                (int) run.value(QUEUES),
                (int) run.value(ARRIVALS),
                run.value(HOLD) * NS_PER_MS,
                (int) run.value(BASE),
                (int) run.value(PEAK),
                (int) run.value(CRASH),
                (int) run.value(FORK),
                run.value(CHILD) * NS_PER_MS,
                run.value(BACKOFF) * NS_PER_MS,
                (int) run.value(TRIES));
    }

    private static Management management(ExperimentRun run) {
        return new Management(
                run.value(MANAGER) * NS_PER_MS,
                run.value(MANAGER_CRASH) * NS_PER_MS,
                run.value(MANAGER_RESTART) * NS_PER_MS);
    }

    private Map<String, String> shown(ExperimentRun run, KernelVersion version) {
        Map<String, String> shown = new LinkedHashMap<>(Map.of("kernel", version.toString()));
        shown.putAll(shown(run));
        return shown;
    }
}
