package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What every way to end leaves behind, who holds it and what frees it. */
public final class ResourceReclaim implements Experiment {

    @Override
    public String name() {
        return "resource-reclaim";
    }

    @Override
    public String title() {
        return "What a client that ends leaves behind";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        List<Cell> cells = new ArrayList<>();
        List<SetUpKill> kills = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            for (KernelVersion version : Rows.kernels()) {
                String reason = new CellRun(backend, version, run.costs()).whyLeftOut();
                if (reason != null) {
                    leftOut.add(new LeftOut(backend.id(), version.toString(), reason));
                    continue;
                }
                List<SetUpKill> inSetUp = killsInSetUp(run, backend, version);
                kills.addAll(inSetUp);
                for (Ending ending : Ending.values()) {
                    if (ending == Ending.KILL_IN_SET_UP) {
                        cells.add(worst(inSetUp));
                        continue;
                    }
                    CellRun cell = new CellRun(backend, version, run.costs());
                    if (cell.offers(ending)) {
                        cells.add(cell.run(ending));
                    }
                }
            }
            run.progress().accept(backend.id() + " done");
        }
        ReclaimCells all = new ReclaimCells(cells, kills);
        ReclaimCharts charts = new ReclaimCharts(all);
        return new ExperimentResult(
                name(),
                title(),
                "A client holds a queue and " + CellRun.PAGES
                        + " mapped pages and ends: by closing, by exit, by SIGKILL"
                        + " at any step of its set-up, by exec, with a child or a dup that still has the descriptors,"
                        + " or its device is pulled out. Where instances come from a manager, the manager may die. What is"
                        + " still held then, by whom, and what frees it? What was held before the client came, such as the"
                        + " memory that a guest's VMM has pinned, is not counted.",
                new ReclaimReport(all).findings(),
                Map.of("buffer", CellRun.PAGES + " pages"),
                new ReclaimTables(all).tables(charts.lines(), leftOut),
                charts.charts());
    }

    private static List<SetUpKill> killsInSetUp(ExperimentRun run, AccessBackend backend, KernelVersion version) {
        List<SetUpKill> kills = new ArrayList<>();
        for (int steps = 1; ; steps++) {
            SetUpKill kill = new CellRun(backend, version, run.costs()).killInSetUp(steps);
            if (kill == null) {
                return kills;
            }
            kills.add(kill);
        }
    }

    private static Cell worst(List<SetUpKill> kills) {
        return kills.stream()
                .map(SetUpKill::cell)
                .max(Comparator.comparingLong(cell -> cell.afterEnding().total()))
                .orElseThrow();
    }
}
