package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.AlikeLines;
import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Charts of the pipelines. */
final class PipelineCharts {
    private final int pages;
    private final List<Integer> counts;
    private final List<Cell> cells;
    private final List<Route> routes;

    PipelineCharts(int pages, List<Integer> counts, List<Cell> cells) {
        this.pages = pages;
        this.counts = counts;
        this.cells = cells;
        routes = cells.stream().map(Cell::route).distinct().toList();
    }

    List<ChartSpec> all() {
        return List.of(
                lines(
                        "registrations",
                        "Calls that make the buffer known, as devices are added",
                        "One for each device, one for all of them, or none.",
                        Axis.linear("registrations", ""),
                        c -> c.setUp().registrations()),
                lines(
                        "pins",
                        "Page references pinned, as devices are added",
                        "A guest's memory, which its hypervisor pinned before, is not in it.",
                        Axis.linear("page references", ""),
                        c -> c.first().pinnedPages()),
                lines(
                        "device-faults",
                        "Device faults of the first run, as devices are added",
                        "Nothing was touched before: the NIC is the first to meet each page.",
                        Axis.linear("device faults", ""),
                        c -> c.first().faults()),
                wrongPages(),
                invalidations(),
                time());
    }

    private Cell newest(Route route, int devices) {
        return newest(route, devices, Disturbance.NONE);
    }

    private Cell newest(Route route, int devices, Disturbance disturbance) {
        List<Cell> all = cells.stream()
                .filter(c -> c.route().equals(route) && c.devices() == devices && c.disturbance() == disturbance)
                .toList();
        return all.get(all.size() - 1);
    }

    private ChartSpec lines(String name, String title, String caption, Axis axis, ToLongFunction<Cell> value) {
        AlikeLines lines =
                new AlikeLines(counts.stream().map(Integer::doubleValue).toList());
        for (Route route : routes) {
            lines.add(
                    route.name(),
                    route.nic().id(),
                    counts.stream()
                            .map(devices -> (double) value.applyAsLong(newest(route, devices)))
                            .toList());
        }
        return new LineChart(
                new ChartHead(name, title, caption + lines.others(), PipelineReport.PIPELINE, null),
                Axis.linear("devices", ""),
                axis,
                lines.series(),
                LineForm.LINE);
    }

    /** Routes that some of the kernels do not have are in the table only: a map has no empty cells. */
    private ChartSpec wrongPages() {
        List<String> kernels = cells.stream().map(Cell::kernel).distinct().toList();
        List<String> columns = new ArrayList<>();
        for (Disturbance disturbance : List.of(Disturbance.FORK, Disturbance.SWAP)) {
            kernels.forEach(kernel -> columns.add(disturbance.text() + ", " + kernel));
        }
        List<String> rows = new ArrayList<>();
        List<List<Double>> values = new ArrayList<>();
        for (Route route : routes) {
            List<Double> row = new ArrayList<>();
            for (Disturbance disturbance : List.of(Disturbance.FORK, Disturbance.SWAP)) {
                cells.stream()
                        .filter(c -> c.route().equals(route)
                                && c.devices() == DevicePipeline.OF_THE_MAIL
                                && c.disturbance() == disturbance)
                        .forEach(c -> row.add((double) c.first().stale()));
            }
            if (row.size() == columns.size()) {
                rows.add(route.name());
                values.add(row);
            }
        }
        return new HeatChart(
                new ChartHead(
                        "wrong-pages",
                        "Touches of a page that was not the process's, " + DevicePipeline.OF_THE_MAIL + " devices",
                        "Each one is in the value that comes out. The fork comes before the CPU's turn, the swap-out before"
                                + " the RSA engine's. Routes that exist on all of these kernels; the others are in the"
                                + " table.",
                        PipelineReport.PIPELINE,
                        null),
                Axis.linear("disturbance and kernel", ""),
                Axis.linear("route", ""),
                Axis.linear("touches", ""),
                columns,
                rows,
                values);
    }

    private ChartSpec invalidations() {
        List<List<Double>> values = new ArrayList<>();
        for (Route route : routes) {
            values.add(Arrays.stream(Disturbance.values())
                    .map(disturbance -> (double) newest(route, DevicePipeline.OF_THE_MAIL, disturbance)
                            .first()
                            .invalidations())
                    .toList());
        }
        return new HeatChart(
                new ChartHead(
                        "invalidations",
                        "Invalidations that reach the devices, " + DevicePipeline.OF_THE_MAIL
                                + " devices, newest kernel",
                        "Summed over the devices, for " + Words.count(pages, "page")
                                + " of data. Devices whose translations nobody invalidates keep their pages by pins.",
                        PipelineReport.PIPELINE,
                        null),
                Axis.linear("disturbance", ""),
                Axis.linear("route", ""),
                Axis.linear("invalidations", ""),
                Arrays.stream(Disturbance.values()).map(Disturbance::text).toList(),
                routes.stream().map(Route::name).toList(),
                values);
    }

    private ChartSpec time() {
        List<Cell> shown = routes.stream()
                .map(route -> newest(route, DevicePipeline.OF_THE_MAIL))
                .toList();
        return new BarChart(
                new ChartHead(
                        "time",
                        "Time of set-up and runs, " + DevicePipeline.OF_THE_MAIL + " devices, newest kernel",
                        "The second run finds translations and pages that the first one left. What the engines compute"
                                + " is not in it.",
                        PipelineReport.PIPELINE,
                        CostLedger.note(shown.stream().map(Cell::ledger).toList())),
                Axis.linear("route", ""),
                Axis.log("time", "ns"),
                shown.stream().map(Cell::name).toList(),
                List.of(
                        bars("set-up", shown, c -> c.setUp().ns()),
                        bars("first run", shown, c -> c.first().elapsedNs()),
                        bars("second run", shown, Cell::againNs)));
    }

    private static BarSeries bars(String name, List<Cell> shown, ToDoubleFunction<Cell> value) {
        return new BarSeries(name, "", shown.stream().map(value::applyAsDouble).toList(), List.of());
    }
}
