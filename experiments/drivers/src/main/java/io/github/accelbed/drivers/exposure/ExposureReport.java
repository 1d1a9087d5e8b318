package io.github.accelbed.drivers.exposure;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
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

    List<DataTable> tables() {
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> events = new ArrayList<>();
        for (Moment moment : moments) {
            for (Area area : Area.values()) {
                Exposed e = moment.of(area);
                rows.add(List.of(
                        moment.backend(),
                        moment.kernel(),
                        moment.event().text(),
                        area.text(),
                        e.reachable(),
                        e.mappable(),
                        e.stale(),
                        e.foreign()));
            }
            events.add(List.of(
                    moment.backend(),
                    moment.kernel(),
                    moment.event().text(),
                    moment.event().meaning(),
                    moment.answer(),
                    moment.reachable()));
        }
        return List.of(
                new DataTable(
                        EXPOSURE,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("event"),
                                Column.of("area"),
                                Column.of("read without a fault", "pages"),
                                Column.of("read with a fault", "pages"),
                                Column.of("of both, not the process's page there", "pages"),
                                Column.of("of both, another process's", "pages")),
                        rows),
                new DataTable(
                        EVENTS,
                        List.of(
                                Column.of("backend"),
                                Column.of("kernel"),
                                Column.of("event"),
                                Column.of("what happens"),
                                Column.of("answer"),
                                Column.of("reachable by the row's own books", "pages")),
                        events),
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
