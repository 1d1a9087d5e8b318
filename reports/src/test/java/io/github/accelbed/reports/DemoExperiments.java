package io.github.accelbed.reports;

import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import io.github.accelbed.reports.result.Span;
import io.github.accelbed.reports.result.SpanChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made-up experiments of realistic shape, one chart of each kind and more. */
final class DemoExperiments {
    private static final List<String> BACKENDS = List.of("uacce", "vfio", "odp");

    private DemoExperiments() {}

    static List<ExperimentResult> all() {
        return List.of(registration(), exhaustion(), reclaim());
    }

    static ExperimentResult registration() {
        List<List<Object>> rows = new ArrayList<>();
        List<LineSeries> lines = new ArrayList<>();
        List<LineSeries> touched = new ArrayList<>();
        List<String> names = List.of("uacce", "vfio", "odp", "rdma-pinned");
        double[] fixed = {350, 1800, 18000, 16000};
        double[] perPage = {1.9, 218, 40, 310};
        for (int n = 0; n < names.size(); n++) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<Double> e = new ArrayList<>();
            for (int pages = 1; pages <= 65536; pages *= 4) {
                double ns = fixed[n] + perPage[n] * pages;
                x.add((double) pages);
                y.add(ns);
                e.add(n == 1 ? ns * 0.12 : 0.0);
                rows.add(List.of(names.get(n), pages, ns, ns * 0.12));
            }
            lines.add(new LineSeries(names.get(n), names.get(n), x, y, List.of()));
            touched.add(new LineSeries(names.get(n), names.get(n), x.subList(0, 5), y.subList(0, 5), e.subList(0, 5)));
        }
        DataTable table = new DataTable(
                "first-access",
                List.of(
                        Column.of("backend"),
                        Column.of("buffer size", "pages"),
                        Column.of("time to first DMA", "ns"),
                        Column.of("half width of the 95% interval", "ns")),
                rows);
        List<ChartSpec> charts = List.of(
                new LineChart(
                        head(
                                "first-access",
                                "Time from an untouched buffer to the device's first access",
                                "Pinning costs every page before the first access; the two that fault pay a constant and then"
                                        + " only what the device touches. The lines of vfio and odp cross at about 80 pages.",
                                "first-access",
                                "rests on unverified costs: unpin per page; ODP MR registration (explicit, untouched buffer)"),
                        Axis.log("buffer size", "pages of 4 KiB"),
                        Axis.log("time to first DMA", "ns"),
                        lines,
                        LineForm.LINE),
                new LineChart(
                        head(
                                "first-access-small",
                                "The same for small buffers, with the spread of the cost table",
                                "Below 256 pages the fixed part of a registration decides; error bars are the low and the"
                                        + " high figure of the cost table.",
                                "first-access",
                                null),
                        Axis.linear("buffer size", "pages of 4 KiB"),
                        Axis.linear("time to first DMA", "ns"),
                        touched,
                        LineForm.LINE));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("pages", "1 to 65536, factor 4");
        parameters.put("kernel", "6.18");
        parameters.put("touched", "1 page");
        parameters.put("seed", "1");
        return new ExperimentResult(
                "registration-cost",
                "What a buffer costs before the device may touch it",
                "A job brings a buffer that the device has never seen. How long does it take until the device has read its"
                        + " first byte, and how does that grow with the size of the buffer when only one page is touched?",
                List.of(
                        "vfio grows by 218 ns a page and reaches 14.3 ms at 65536 pages; uacce stays below 0.13 ms.",
                        "odp is dearer than vfio below 89 pages and cheaper above.",
                        "rdma-pinned is never the cheapest of the four."),
                parameters,
                List.of(table),
                charts);
    }

    static ExperimentResult exhaustion() {
        List<String> kernels = List.of("4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0");
        List<List<Object>> rows = new ArrayList<>();
        List<BarSeries> bars = new ArrayList<>();
        double[] base = {12, 310, 45};
        for (int b = 0; b < 3; b++) {
            List<Double> values = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (int k = 0; k < kernels.size(); k++) {
                double value = base[b] * (1 + 0.07 * ((k * 5 + b * 3) % 7));
                values.add(value);
                errors.add(value * 0.1);
                rows.add(List.of(BACKENDS.get(b), kernels.get(k), value, value * 0.1));
            }
            bars.add(new BarSeries(BACKENDS.get(b), BACKENDS.get(b), values, errors));
        }
        DataTable table = new DataTable(
                "time-to-serve",
                List.of(
                        Column.of("backend"),
                        Column.of("kernel"),
                        Column.of("median time until served", "us"),
                        Column.of("half width of the 95% interval", "us")),
                rows);
        List<List<Object>> leaks = new ArrayList<>();
        List<String> endings = List.of(
                "exit",
                "SIGKILL",
                "exec, close-on-exec",
                "exec, inherited fd",
                "killed inside set-up",
                "fork, parent exits");
        List<Double> left = List.of(0.0, 1.0, 0.0, 1.0, 1.0, 1.0);
        List<Double> none = List.of(0.0, 0.0, 0.0, 1.0, 0.0, 1.0);
        for (int i = 0; i < endings.size(); i++) {
            leaks.add(List.of(endings.get(i), none.get(i), left.get(i)));
        }
        DataTable leakTable = new DataTable(
                "left-over",
                List.of(Column.of("ending"), Column.of("uacce: queues held"), Column.of("vfio: queues held")),
                leaks);
        List<Span> spans = new ArrayList<>();
        String[] states = {"waiting", "holds a queue", "draining"};
        for (int lane = 0; lane < 6; lane++) {
            double t = lane * 35;
            spans.add(new Span(lane, states[0], "", t, t + 20 + lane * 9));
            spans.add(new Span(lane, states[1], "uacce", t + 20 + lane * 9, t + 170 + lane * 14));
            spans.add(new Span(lane, states[2], "", t + 170 + lane * 14, t + 182 + lane * 14));
        }
        DataTable spanTable = new DataTable(
                "queue-states",
                List.of(Column.of("client"), Column.of("state"), Column.of("from", "us"), Column.of("to", "us")),
                spans.stream()
                        .map(s -> List.<Object>of("client " + s.lane(), s.state(), s.start(), s.end()))
                        .toList());
        List<ChartSpec> charts = List.of(
                new BarChart(
                        head(
                                "time-to-serve",
                                "Time until the 1025th client is served, median of 200 runs",
                                "vfio waits for the manager to return the instance; the others wait for a file's release.",
                                "time-to-serve",
                                null),
                        Axis.linear("kernel", ""),
                        Axis.linear("time until served", "µs"),
                        kernels,
                        bars),
                new BarChart(
                        head(
                                "left-over",
                                "Queues still held after the client is gone",
                                "Whatever keeps the file open keeps the queue; with vfio the instance also outlives a killed"
                                        + " client.",
                                "left-over",
                                null),
                        Axis.linear("how the client ended", ""),
                        Axis.linear("queues held", "queues"),
                        endings,
                        List.of(
                                new BarSeries("uacce", "uacce", none, List.of()),
                                new BarSeries("vfio", "vfio", left, List.of()))),
                new SpanChart(
                        head(
                                "queue-states",
                                "Six clients at three queues",
                                "Each client waits until an earlier one has drained; nobody holds a queue while draining.",
                                "queue-states",
                                null),
                        Axis.linear("simulated time", "µs"),
                        List.of("client 0", "client 1", "client 2", "client 3", "client 4", "client 5"),
                        spans));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("device", "zip, 1024 queues");
        parameters.put("clients", "1025");
        parameters.put("runs", "200");
        return new ExperimentResult(
                "queue-exhaustion",
                "What the 1025th client gets",
                "A device with 1024 queues serves 1024 clients. One more comes while others die in various ways: what does it"
                        + " get, and how long does it take until it is served?",
                List.of(
                        "uacce serves the next client 12 to 17 us after a release on every kernel.",
                        "vfio needs a manager: without one the 1025th client is never served on any kernel."),
                parameters,
                List.of(table, leakTable, spanTable),
                charts);
    }

    static ExperimentResult reclaim() {
        List<String> columns = List.of("0%", "10%", "25%", "50%", "75%", "90%", "100%");
        List<String> rows = List.of("uacce", "uacce without PRI", "odp", "odp-implicit", "vfio");
        List<List<Double>> values = new ArrayList<>();
        List<List<Object>> data = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<Double> row = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                double value = r == 4 ? 7.0 : 7.0 / (1 + c * c * (r + 1) * 0.35);
                row.add(value);
                data.add(List.of(rows.get(r), columns.get(c), value));
            }
            values.add(row);
        }
        DataTable table = new DataTable(
                "throughput",
                List.of(Column.of("backend"), Column.of("reclaimed share"), Column.of("throughput", "GB/s")),
                data);
        List<Double> t = new ArrayList<>();
        List<Double> free = new ArrayList<>();
        List<Double> pinned = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            t.add(i * 0.25);
            free.add(4096 - 60.0 * i + (i > 20 ? 55.0 * (i - 20) : 0));
            pinned.add(i < 12 ? i * 85.0 : 1020.0);
        }
        List<List<Object>> memory = new ArrayList<>();
        for (int i = 0; i < t.size(); i++) {
            memory.add(List.of(t.get(i), free.get(i), pinned.get(i)));
        }
        DataTable memoryTable = new DataTable(
                "memory",
                List.of(Column.of("time", "ms"), Column.of("free", "pages"), Column.of("pinned", "pages")),
                memory);
        List<ChartSpec> charts = List.of(
                new HeatChart(
                        head(
                                "throughput",
                                "Throughput while a share of the buffer is reclaimed under the device",
                                "Only pinned memory keeps its speed; a device that faults loses most of it at a tenth.",
                                "throughput",
                                "rests on an unverified cost: device page fault, stall model"),
                        Axis.linear("share of the buffer reclaimed each second", ""),
                        Axis.linear("backend", ""),
                        Axis.log("throughput", "GB/s"),
                        columns,
                        rows,
                        values),
                new LineChart(
                        head(
                                "memory",
                                "Free and pinned pages over time",
                                "Reclaim starts at 5 ms and cannot take the pinned pages.",
                                "memory",
                                null),
                        Axis.linear("simulated time", "ms"),
                        Axis.linear("pages", "pages"),
                        List.of(
                                new LineSeries("free", "", t, free, List.of()),
                                new LineSeries("pinned by vfio", "vfio", t, pinned, List.of()),
                                new LineSeries(
                                        "pinned by vfio, limit",
                                        "vfio",
                                        List.of(0.0, 9.75),
                                        List.of(1020.0, 1020.0),
                                        List.of())),
                        LineForm.STEP));
        return new ExperimentResult(
                "reclaim-pressure",
                "What memory pressure does to a running job",
                "The kernel wants memory back while the device works on it. Who gives it, and what does the job lose?",
                List.of(
                        "With 10% of the buffer reclaimed each second, uacce keeps 74% of its throughput and vfio all of it."),
                Map.of("buffer", "1024 pages"),
                List.of(table, memoryTable),
                charts);
    }

    private static ChartHead head(String name, String title, String caption, String table, @Nullable String note) {
        return new ChartHead(name, title, caption, table, note);
    }
}
