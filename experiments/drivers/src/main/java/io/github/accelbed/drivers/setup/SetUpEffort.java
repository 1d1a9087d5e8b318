package io.github.accelbed.drivers.setup;

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

/** What a process and its administrator do before the first job and before the next. */
public final class SetUpEffort implements Experiment {
    private static final String PAGES = "pages";

    @Override
    public String name() {
        return "set-up-effort";
    }

    @Override
    public String title() {
        return "What it takes until a process's first job and until its second";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(PAGES, "pages", "size of each buffer; a job reads all of it", 16, 1, 4096));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        int pages = (int) run.value(PAGES);
        List<Cell> cells = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            for (KernelVersion version : Rows.few()) {
                CellRun cell = new CellRun(backend, version, run.costs(), pages);
                String reason = cell.whyLeftOut();
                if (reason == null) {
                    cells.add(cell.run());
                } else {
                    out.add(new LeftOut(backend.id(), version.toString(), reason));
                }
            }
        }
        run.progress().accept("all rows done");
        EffortReport report = new EffortReport(cells, out);
        return new ExperimentResult(
                name(),
                title(),
                "A process has two buffers in memory. It opens a queue and gives the device a job on the first buffer,"
                        + " then another on the same buffer, then one on the second buffer, which the device has not met."
                        + " How many system calls, administrator's steps, registrations and locks does each job take,"
                        + " and how long?",
                report.findings(),
                Map.of("pages of each buffer", pages + " pages"),
                report.tables(),
                report.charts());
    }
}
