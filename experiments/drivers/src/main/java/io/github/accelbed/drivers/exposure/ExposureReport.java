package io.github.accelbed.drivers.exposure;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Tables, charts and findings of the exposure. */
final class ExposureReport {
    private static final String EXPOSURE = "exposure";
    private static final String EVENTS = "events";

    private final int pages;
    private final List<Moment> moments;
    private final List<LeftOut> out;

    ExposureReport(int pages, List<Moment> moments, List<LeftOut> out) {
        this.pages = pages;
        this.moments = moments;
        this.out = out;
    }

    private List<String> backends() {
        return moments.stream().map(Moment::backend).distinct().toList();
    }

    private List<String> kernels(String backend) {
        return moments.stream()
                .filter(m -> m.backend().equals(backend))
                .map(Moment::kernel)
                .distinct()
                .toList();
    }

    private Moment of(String backend, String kernel, Event event) {
        return moments.stream()
                .filter(m -> m.backend().equals(backend) && m.kernel().equals(kernel) && m.event() == event)
                .findFirst()
                .orElseThrow();
    }

    private String each(Event event, Function<Moment, String> said) {
        return Words.each(
                backends(),
                backend -> Words.kernelsFirst(kernels(backend), kernel -> said.apply(of(backend, kernel, event))));
    }

    private static String split(Exposed exposed) {
        return exposed.reachable() + " at once and " + exposed.mappable() + " with a fault";
    }

    List<String> findings() {
        String whole = Words.count(pages, "page");
        return List.of(
                "Of a secret of " + whole
                        + " that was never given, the device can read once it has done its first job: "
                        + each(Event.JOB, m -> split(m.of(Area.SECRET))) + ".",
                "Of " + whole + " that were given and then freed, it can read: "
                        + each(Event.FREED, m -> Long.toString(m.of(Area.FREED).readable())) + ".",
                "When another process has allocated as much, this many of the pages that the device can read are that"
                        + " process's: "
                        + each(Event.REUSED, m -> Long.toString(m.all().foreign())) + ".",
                "After a fork and writes of the parent, this many of the " + whole
                        + " of the buffer are not the parent's any more: "
                        + each(
                                Event.WRITTEN,
                                m -> Long.toString(m.of(Area.BUFFER).stale())) + ".",
                "After the process took the buffer back, the device can read of its " + whole + ": "
                        + each(
                                Event.UNMAPPED,
                                m -> Long.toString(m.of(Area.BUFFER).readable())) + ".",
                "After the process's exit, while a child still has the descriptors, the device can read of all "
                        + Words.count((long) Area.values().length * pages, "page") + ": "
                        + each(Event.EXITED, m -> Long.toString(m.all().readable())) + "; after the child's exit: "
                        + each(Event.CHILD_EXITED, m -> Long.toString(m.all().readable())) + ".");
    }

    private record Seen(Moment moment, Area area) {
        Exposed exposed() {
            return moment.of(area);
        }
    }

    List<DataTable> tables() {
        List<Seen> seen = moments.stream()
                .flatMap(moment -> Arrays.stream(Area.values()).map(area -> new Seen(moment, area)))
                .toList();
        return List.of(
                new TableOf<>(EXPOSURE, seen)
                        .column("backend", e -> e.moment().backend())
                        .column("kernel", e -> e.moment().kernel())
                        .column("event", e -> e.moment().event().text())
                        .column("area", e -> e.area().text())
                        .column(
                                "read without a fault",
                                "pages",
                                e -> e.exposed().reachable())
                        .column("read with a fault", "pages", e -> e.exposed().mappable())
                        .column(
                                "of both, not the process's page there",
                                "pages",
                                e -> e.exposed().stale())
                        .column(
                                "of both, another process's",
                                "pages",
                                e -> e.exposed().foreign())
                        .table(),
                new TableOf<Moment>(EVENTS, moments)
                        .column("backend", Moment::backend)
                        .column("kernel", Moment::kernel)
                        .column("event", m -> m.event().text())
                        .column("what happens", m -> m.event().meaning())
                        .column("answer", Moment::answer)
                        .column("reachable by the row's own books", "pages", Moment::reachable)
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return List.of(
                heat(
                        "secret",
                        false,
                        "Pages of the secret that the device can read",
                        "Of " + pages + " pages that were never given to it, with or without a fault.",
                        m -> m.of(Area.SECRET).readable()),
                heat(
                        "buffer",
                        false,
                        "Pages of the buffer that the device can read",
                        "Of " + pages + " pages, given at \"map\" and taken back at \"unmap\".",
                        m -> m.of(Area.BUFFER).readable()),
                heat(
                        "freed",
                        false,
                        "Pages that the device can read of memory that the process frees",
                        "Of " + pages + " pages, given at \"map\" and unmapped by the process at \"free\".",
                        m -> m.of(Area.FREED).readable()),
                wrong("wrong-pages-oldest", true),
                wrong("wrong-pages", false));
    }

    private ChartSpec wrong(String name, boolean oldest) {
        return heat(
                name,
                oldest,
                "Pages that the device can read although they are not the process's there",
                "Copies left behind by copy-on-write, freed memory, and what others have made of it.",
                m -> m.all().stale());
    }

    private ChartSpec heat(String name, boolean oldest, String title, String caption, ToLongFunction<Moment> value) {
        List<List<Double>> values = new ArrayList<>();
        for (String backend : backends()) {
            List<String> kernels = kernels(backend);
            String shown = kernels.get(oldest ? 0 : kernels.size() - 1);
            values.add(Arrays.stream(Event.values())
                    .map(event -> (double) value.applyAsLong(of(backend, shown, event)))
                    .toList());
        }
        return new HeatChart(
                new ChartHead(name, title + (oldest ? ", oldest kernel" : ", newest kernel"), caption, EXPOSURE, null),
                Axis.linear("after the event", ""),
                Axis.linear("backend", ""),
                Axis.linear("pages", "pages"),
                Arrays.stream(Event.values()).map(Event::text).toList(),
                backends(),
                values);
    }
}
