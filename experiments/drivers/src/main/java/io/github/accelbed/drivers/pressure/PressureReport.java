package io.github.accelbed.drivers.pressure;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Tables, charts and findings of the pressure. */
final class PressureReport {
    private static final String PRESSURE = "pressure";

    private final Load load;
    private final List<Point> points;
    private final List<LeftOut> out;

    PressureReport(Load load, List<Point> points, List<LeftOut> out) {
        this.load = load;
        this.points = points;
        this.out = out;
    }

    private List<String> backends(Way way) {
        return points.stream()
                .filter(p -> p.way() == way)
                .map(Point::backend)
                .distinct()
                .toList();
    }

    private List<String> kernels(String backend, Way way) {
        return points.stream()
                .filter(p -> p.backend().equals(backend) && p.way() == way)
                .map(Point::kernel)
                .distinct()
                .toList();
    }

    private List<Point> of(String backend, String kernel, Way way) {
        return points.stream()
                .filter(p -> p.backend().equals(backend) && p.kernel().equals(kernel) && p.way() == way)
                .toList();
    }

    private String each(Way way, Function<List<Point>, String> said) {
        return Words.each(
                backends(way),
                backend -> Words.kernelsFirst(kernels(backend, way), kernel -> said.apply(of(backend, kernel, way))));
    }

    private static Point last(List<Point> line) {
        return line.get(line.size() - 1);
    }

    private static String refusal(List<Point> line) {
        Optional<Point> refused = line.stream().filter(Point::refused).findFirst();
        return refused.map(p -> "from client " + p.clients() + " on with " + p.answer())
                .orElse("nobody");
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Way way : Way.values()) {
            findings.add("Refused of " + Words.count(load.clients(), "client") + " with " + load.pages()
                    + " pages each and a limit of " + load.memlockPages() + ", " + way.text() + ": "
                    + each(way, PressureReport::refusal) + ".");
        }
        findings.add("When two queues of one process map one buffer of " + load.pages()
                + " pages, charged and really pinned are: "
                + each(
                        Way.QUEUES,
                        line -> line.get(1).charged() + " and " + line.get(1).pinned()) + ".");
        findings.add("Pinned once all processes with a buffer each have come: "
                + each(Way.PROCESSES, line -> Words.count(last(line).pinned(), "page")) + ".");
        findings.add("Charged before the first client comes: "
                + each(Way.PROCESSES, line -> Words.count(last(line).before(), "page")) + ".");
        return findings;
    }

    List<DataTable> tables() {
        return List.of(
                new TableOf<Point>(PRESSURE, points)
                        .column("backend", Point::backend)
                        .column("kernel", Point::kernel)
                        .column("way", p -> p.way().text())
                        .column("clients that have come", Point::clients)
                        .column("answer to the last", Point::answer)
                        .column("clients served", Point::served)
                        .column("pins held", Point::pins)
                        .column("different pages pinned", "pages", Point::pinned)
                        .column("charged before the first client", "pages", Point::before)
                        .column("charged since", "pages", Point::charged)
                        .table(),
                new TableOf<Way>("ways", List.of(Way.values()))
                        .column("way", Way::text)
                        .column("meaning", Way::meaning)
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return List.of(
                servedBars(),
                lines(
                        "charged-one-buffer",
                        "Charged while queues of one process map one buffer",
                        Way.QUEUES,
                        Point::charged),
                lines(
                        "pinned-one-buffer",
                        "Pinned while queues of one process map one buffer",
                        Way.QUEUES,
                        Point::pinned),
                lines(
                        "pinned-processes",
                        "Pinned while processes come with a buffer each",
                        Way.PROCESSES,
                        Point::pinned));
    }

    private ChartSpec servedBars() {
        List<String> backends = backends(Way.PROCESSES);
        List<BarSeries> series = new ArrayList<>();
        for (Way way : List.of(Way.PROCESSES, Way.QUEUES, Way.BUFFERS)) {
            series.add(new BarSeries(
                    way.text(),
                    "",
                    backends.stream()
                            .map(backend -> (double) last(newest(backend, way)).served())
                            .toList(),
                    List.of()));
        }
        return new BarChart(
                new ChartHead(
                        "served",
                        "Clients served of " + load.clients() + ", newest kernel",
                        "Under a limit of " + load.memlockPages() + " locked pages for each process, with buffers of "
                                + load.pages() + " pages.",
                        PRESSURE,
                        null),
                Axis.linear("backend", ""),
                Axis.linear("clients served", ""),
                backends,
                series);
    }

    private List<Point> newest(String backend, Way way) {
        List<String> kernels = kernels(backend, way);
        return of(backend, kernels.get(kernels.size() - 1), way);
    }

    /** Rows with the same figures share a line, which would hide all but one of them otherwise. */
    private ChartSpec lines(String name, String title, Way way, ToDoubleFunction<Point> value) {
        Map<List<Double>, List<String>> same = new LinkedHashMap<>();
        for (String backend : backends(way)) {
            List<Double> y =
                    newest(backend, way).stream().map(value::applyAsDouble).toList();
            same.computeIfAbsent(y, unused -> new ArrayList<>()).add(backend);
        }
        List<Double> x = DoubleStream.iterate(1, client -> client + 1)
                .limit(load.clients())
                .boxed()
                .toList();
        List<LineSeries> series = new ArrayList<>();
        same.forEach(
                (y, backends) -> series.add(new LineSeries(Words.list(backends), backends.get(0), x, y, List.of())));
        return new LineChart(
                new ChartHead(
                        name,
                        title + ", newest kernel",
                        "Buffers of " + load.pages() + " pages, a limit of " + load.memlockPages()
                                + " pages for each process.",
                        PRESSURE,
                        null),
                Axis.linear("clients that have come", ""),
                Axis.linear("pages", "pages"),
                series,
                LineForm.LINE);
    }
}
