package io.github.accelbed.drivers.pressure;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who is refused when clients grow under a memlock limit, and what is pinned and charged by then. */
public final class PinPressure implements Experiment {
    private static final String CLIENTS = "clients";
    private static final String PAGES = "pages";
    private static final String MEMLOCK = "memlock";

    @Override
    public String name() {
        return "pin-pressure";
    }

    @Override
    public String title() {
        return "What is pinned and charged as clients grow, and who is refused";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(CLIENTS, "clients", "how many come, one after the other", 12, 2, 256),
                new Parameter(PAGES, "pages", "size of each buffer", 16, 1, 4096),
                new Parameter(MEMLOCK, "pages", "RLIMIT_MEMLOCK of each process", 64, 1, 1L << 30));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        Load load = new Load((int) run.value(CLIENTS), (int) run.value(PAGES), run.value(MEMLOCK));
        List<Point> points = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            for (KernelVersion version : Rows.few()) {
                for (Way way : Way.values()) {
                    PressureRun cell = new PressureRun(backend, version, run.costs(), way, load);
                    String reason = cell.whyLeftOut();
                    if (reason == null) {
                        points.addAll(cell.run());
                    } else {
                        out.add(new LeftOut(backend.id(), version.toString(), way.text() + ": " + reason));
                    }
                }
            }
        }
        run.progress().accept("all rows done");
        PressureReport report = new PressureReport(load, points, out);
        return new ExperimentResult(
                name(),
                title(),
                "Clients come one after the other, each with a buffer that its device is to use, under a limit of locked"
                        + " memory for each process. They are processes, or queues of one process with one buffer or"
                        + " with several, or queues that share one container. Who is refused, at which count, and how"
                        + " many pages are pinned and charged? Charges are those of locked_vm and pinned_vm.",
                report.findings(),
                Map.of(
                        "clients",
                        load.clients() + " clients",
                        "pages of each buffer",
                        load.pages() + " pages",
                        "RLIMIT_MEMLOCK",
                        load.memlockPages() + " pages"),
                report.tables(),
                report.charts());
    }
}
