package io.github.accelbed.drivers.exposure;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What of a process's memory its device can read, whether or not the process gave it. */
public final class Exposure implements Experiment {
    private static final String PAGES = "pages";

    @Override
    public String name() {
        return "exposure";
    }

    @Override
    public String title() {
        return "Which memory a device can read, from open to exit";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(PAGES, "pages", "size of the secret, of the buffer and of what is freed", 4, 1, 64));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        int pages = (int) run.value(PAGES);
        List<Moment> moments = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            for (KernelVersion version : Rows.few()) {
                String reason = new Story(backend, version, run.costs(), pages).whyLeftOut();
                if (reason == null) {
                    moments.addAll(story(backend, version, run.costs(), pages));
                } else {
                    out.add(new LeftOut(backend.id(), version.toString(), reason));
                }
            }
        }
        run.progress().accept("all rows done");
        ExposureReport report = new ExposureReport(pages, moments, out);
        return new ExperimentResult(
                name(),
                title(),
                "A process has a secret that it never gives to its device, a buffer that it gives, and memory that it"
                        + " gives and later frees. After each of a row of events, how many pages of each could a job of"
                        + " the device read? Each page is tried, so a page counts only if its contents really come out.",
                report.findings(),
                Map.of("pages of each area", pages + " pages"),
                report.tables(),
                report.charts());
    }

    /** All events on one row and kernel. */
    static List<Moment> story(AccessBackend backend, KernelVersion version, CostTable costs, int pages) {
        List<Moment> moments = new ArrayList<>();
        for (Event event : Event.values()) {
            Map<Area, Exposed> areas = new EnumMap<>(Area.class);
            String answer = "";
            long reachable = 0;
            for (Area area : Area.values()) {
                Story story = new Story(backend, version, costs, pages);
                answer = story.until(event).toString();
                reachable = story.reachable();
                areas.put(area, story.probe(area));
            }
            moments.add(new Moment(backend.id(), version.toString(), event, answer, areas, reachable));
        }
        return moments;
    }
}
