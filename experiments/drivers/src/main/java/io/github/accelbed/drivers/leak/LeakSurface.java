package io.github.accelbed.drivers.leak;

import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is left of a client of every row when one allocation fails or a SIGKILL comes, wherever that is. */
public final class LeakSurface implements Experiment {

    @Override
    public String name() {
        return "leak-surface";
    }

    @Override
    public String title() {
        return "What one failed allocation or one SIGKILL leaves, step by step";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        List<Fate> fates = new ArrayList<>();
        for (AccessBackend backend : Backends.all()) {
            for (KernelVersion version : Rows.ends()) {
                fates.addAll(LeakSweep.of(backend, version, run.costs()));
            }
            run.progress().accept(backend.id() + " done");
        }
        LeakReport report = new LeakReport(fates);
        return new ExperimentResult(
                name(),
                title(),
                "A client sets a queue up, maps " + Chain.PAGES
                        + " pages, submits a job, forks, writes, unmaps, closes and"
                        + " exits. The n-th allocation of the kernel fails, or SIGKILL comes after the n-th atomic step, for"
                        + " every n. What is left when the client has gone, and when its child has gone too?",
                report.findings(),
                Map.of("buffer", Chain.PAGES + " pages"),
                report.tables(),
                report.charts());
    }
}
