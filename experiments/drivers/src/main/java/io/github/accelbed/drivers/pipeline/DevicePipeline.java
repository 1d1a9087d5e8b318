package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What it takes to hand one pointer from device to device, and what comes out when the memory is disturbed meanwhile. */
public final class DevicePipeline implements Experiment {
    /** NIC, RSA and AI engine. */
    static final int OF_THE_MAIL = 3;

    private static final String PAGES = "pages";
    private static final String DEVICES = "devices";

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String title() {
        return "One pointer through NIC, RSA engine, CPU and AI engine";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(PAGES, "pages", "size of the data, on which all devices work in place", 16, 1, 4096),
                new Parameter(
                        DEVICES,
                        "devices",
                        "the most devices: NIC, AI engine and RSA engines between them",
                        16,
                        OF_THE_MAIL,
                        64));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        int pages = (int) run.value(PAGES);
        List<Integer> counts = counts((int) run.value(DEVICES));
        List<Cell> cells = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (Route route : Route.all()) {
            List<KernelVersion> kernels = new ArrayList<>();
            for (KernelVersion version : Rows.few()) {
                String reason = route.whyLeftOut(version, run.costs());
                if (reason == null) {
                    kernels.add(version);
                } else {
                    out.add(new LeftOut(route.name(), version.toString(), reason));
                }
            }
            for (KernelVersion version : kernels) {
                boolean newest = version.equals(kernels.get(kernels.size() - 1));
                for (int devices : newest ? counts : List.of(OF_THE_MAIL)) {
                    for (Disturbance disturbance : Disturbance.values()) {
                        cells.add(new CellRun(route, version, run.costs(), devices, pages, disturbance).run());
                    }
                }
            }
        }
        run.progress().accept("all routes done");
        PipelineReport report = new PipelineReport(pages, counts, cells, out);
        return new ExperimentResult(
                name(),
                title(),
                "A NIC writes data to a buffer of a process, RSA engines decrypt it in place one after the other, the CPU"
                        + " adds one to each page, an AI engine reduces all of it to one value. The process hands the"
                        + " same pointer to each. What has to be registered, pinned, copied and translated for that as"
                        + " devices are added? Does the right value come out if the process forks meanwhile, or its"
                        + " memory is written out? A device that works on another page than the process's is seen by"
                        + " the value.",
                report.findings(),
                Map.of("data", pages + " pages", "devices", "1 to " + run.value(DEVICES)),
                report.tables(),
                report.charts());
    }

    /** Powers of two, the three of the mail and the most. */
    private static List<Integer> counts(int most) {
        TreeSet<Integer> counts = new TreeSet<>(List.of(OF_THE_MAIL, most));
        for (int count = 1; count < most; count *= 2) {
            counts.add(count);
        }
        return List.copyOf(counts);
    }
}
