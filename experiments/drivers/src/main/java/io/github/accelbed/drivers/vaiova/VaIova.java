package io.github.accelbed.drivers.vaiova;

import io.github.accelbed.drivers.bed.LeftOut;
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
import java.util.Map;

/** How much of a process can be mapped at equal addresses. */
public final class VaIova implements Experiment {
    @Override
    public String name() {
        return "va-iova";
    }

    @Override
    public String title() {
        return "How much of a process cannot be mapped with IOVA = VA";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        List<Cell> cells = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            for (KernelVersion version : Rows.few()) {
                for (Layout layout : Layout.all()) {
                    LayoutRun cell = new LayoutRun(backend, version, run.costs(), layout);
                    String reason = backend.traits(version).contains(RowTrait.OWN_ADDRESSES)
                            ? "the kernel chooses the device's addresses, which are not the process's"
                            : cell.whyLeftOut();
                    if (reason == null) {
                        cells.add(cell.run());
                    } else if (out.stream()
                            .noneMatch(o -> o.backend().equals(backend.id())
                                    && o.kernel().equals(version.toString()))) {
                        out.add(new LeftOut(backend.id(), version.toString(), reason));
                    }
                }
            }
        }
        run.progress().accept("all layouts done");
        VaIovaReport report = new VaIovaReport(cells, out);
        return new ExperimentResult(
                name(),
                title(),
                "A process gives the device all of its text, heap, libraries, stack and mmap regions at their own"
                        + " addresses. Which share of the pages cannot be had, because a reserved region or an MSI window"
                        + " is there? The layouts are made up from documented defaults, none was recorded; the simulated"
                        + " platform has the windows of x86 and of the SMMU, at addresses that the facts leave unverified.",
                report.findings(),
                Map.of("layouts", Layout.all().size() + " layouts"),
                report.tables(),
                report.charts());
    }
}
