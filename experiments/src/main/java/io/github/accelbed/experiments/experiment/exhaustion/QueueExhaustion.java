package io.github.accelbed.experiments.experiment.exhaustion;

import io.github.accelbed.experiments.experiment.Experiment;
import io.github.accelbed.experiments.experiment.ExperimentRun;
import io.github.accelbed.experiments.experiment.Parameter;
import io.github.accelbed.experiments.experiment.bed.Rows;
import io.github.accelbed.experiments.experiment.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.reports.result.ExperimentResult;
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
    private static final long NS_PER_MS = 1_000_000;

    /** The experiment. */
    public QueueExhaustion() {}

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
                new Parameter(QUEUES, "queues", "hardware queues of the device", 1024, 1, 65536),
                new Parameter(ARRIVALS, "clients", "clients that come in all", 8000, 1, 1_000_000),
                new Parameter(HOLD, "ms", "mean time a client keeps its queue", 1000, 1, 1_000_000),
                new Parameter(BASE, "%", "offered load outside the peak, of what the queues carry", 80, 1, 1000),
                new Parameter(PEAK, "%", "offered load in the peak: the middle 40% of the clients", 150, 1, 1000),
                new Parameter(CRASH, "%", "clients that are killed instead of closing", 10, 0, 100),
                new Parameter(FORK, "%", "clients with a child that inherits the descriptors", 5, 0, 100),
                new Parameter(CHILD, "ms", "mean time such a child outlives its parent", 1000, 1, 1_000_000),
                new Parameter(BACKOFF, "ms", "mean wait after a refusal, doubled up to 16 times that", 20, 1, 100_000),
                new Parameter(TRIES, "opens", "after which a client gives up", 8, 1, 100),
                new Parameter(
                        MANAGER, "ms", "how often a manager removes idle mdevs; 0: no manager", 500, 0, 1_000_000));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        KernelVersion version = Rows.ends().get(1);
        Load load = load(run);
        List<Client> clients = Client.all(load, run.seed());
        List<Outcome> outcomes = new ArrayList<>();
        for (Contender contender : contenders(run, version)) {
            outcomes.add(new Simulation(contender, version, run.costs(), load, clients).run());
            run.progress().accept(contender.name() + " done");
        }
        ExhaustionReport report = new ExhaustionReport(load, outcomes);
        return new ExperimentResult(
                name(),
                title(),
                "Clients come to a device with " + load.queues() + " queues, at first fewer and then more than it can"
                        + " serve. Some are killed, some leave a child that inherited the descriptors. One that is"
                        + " refused tries again for a while. Who is served, who waits, who is refused, and what is left"
                        + " when all are gone?",
                report.findings(),
                shown(run, version),
                report.tables(),
                report.charts());
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

    /** Rows with instances run twice: with a manager and without. */
    private static List<Contender> contenders(ExperimentRun run, KernelVersion version) {
        long manager = run.value(MANAGER);
        List<Contender> contenders = new ArrayList<>();
        for (AccessBackend backend : Rows.rows()) {
            Testbed bed = new Testbed(backend, version, run.costs(), 1);
            boolean instances = bed.row().whyNot(AccessStep.REMOVE_MDEV) == null;
            contenders.add(new Contender(backend.id(), backend, 0));
            if (instances && manager > 0) {
                contenders.add(new Contender(backend.id() + " with manager", backend, manager * NS_PER_MS));
            }
        }
        return contenders;
    }

    private Map<String, String> shown(ExperimentRun run, KernelVersion version) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("kernel", version.toString());
        for (Parameter parameter : parameters()) {
            shown.put(parameter.name(), run.value(parameter.name()) + " " + parameter.unit());
        }
        shown.put("seed", Long.toString(run.seed()));
        return shown;
    }
}
