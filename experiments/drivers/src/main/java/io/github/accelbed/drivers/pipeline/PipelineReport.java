package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Tables and findings of the pipelines. */
final class PipelineReport {
    static final String PIPELINE = "pipeline";

    private final int pages;
    private final List<Integer> counts;
    private final List<Cell> cells;
    private final List<LeftOut> out;

    PipelineReport(int pages, List<Integer> counts, List<Cell> cells, List<LeftOut> out) {
        this.pages = pages;
        this.counts = counts;
        this.cells = cells;
        this.out = out;
    }

    private List<String> kernels(String route) {
        return cells.stream()
                .filter(c -> c.name().equals(route))
                .map(Cell::kernel)
                .distinct()
                .toList();
    }

    private Cell of(String route, String kernel, int devices, Disturbance disturbance) {
        return cells.stream()
                .filter(c -> c.name().equals(route)
                        && c.kernel().equals(kernel)
                        && c.devices() == devices
                        && c.disturbance() == disturbance)
                .findFirst()
                .orElseThrow();
    }

    private List<String> routes() {
        return cells.stream().map(Cell::name).distinct().toList();
    }

    /** As {@link Words#each}, but what is true of most is said of all others. */
    private static String each(List<String> names, UnaryOperator<String> said) {
        List<String> clauses = new ArrayList<>();
        String most = null;
        for (Map.Entry<String, List<String>> entry : Words.group(names, said).entrySet()) {
            if (2 * entry.getValue().size() > names.size()) {
                most = entry.getKey();
            } else {
                clauses.add(Words.list(entry.getValue()) + " " + entry.getKey());
            }
        }
        if (most != null) {
            clauses.add((clauses.isEmpty() ? "all " : "all others ") + most);
        }
        return String.join("; ", clauses);
    }

    /** What is said of the three devices of the mail on each kernel. */
    private String each(List<String> routes, Disturbance disturbance, Function<Cell, String> said) {
        return each(
                routes,
                route -> Words.kernelsFirst(
                        kernels(route),
                        kernel -> said.apply(of(route, kernel, DevicePipeline.OF_THE_MAIL, disturbance))));
    }

    /** What is said of few and of the most devices on the newest kernel of each route. */
    private String grows(Function<Cell, String> said) {
        return each(routes(), route -> {
            List<String> kernels = kernels(route);
            String newest = kernels.get(kernels.size() - 1);
            return said.apply(of(route, newest, DevicePipeline.OF_THE_MAIL, Disturbance.NONE)) + " and "
                    + said.apply(of(route, newest, counts.get(counts.size() - 1), Disturbance.NONE));
        });
    }

    List<String> findings() {
        String growth =
                ", with " + DevicePipeline.OF_THE_MAIL + " devices and with " + counts.get(counts.size() - 1) + ": ";
        List<String> mixed = cells.stream()
                .filter(c -> c.route().mixed())
                .map(Cell::name)
                .distinct()
                .toList();
        List<String> kernels = cells.stream().map(Cell::kernel).distinct().toList();
        List<String> some = routes().stream()
                .filter(r -> kernels(r).size() < kernels.size())
                .toList();
        return List.of(
                "Routes that are not on every one of the kernels " + Words.list(kernels) + ": "
                        + (some.isEmpty() ? "none" : Words.each(some, r -> "on " + Words.list(kernels(r)))) + ".",
                "Without a disturbance the result is: " + each(routes(), Disturbance.NONE, Cell::result) + ".",
                "If the process forks before the CPU writes, the result is: "
                        + each(routes(), Disturbance.FORK, PipelineReport::judged) + ".",
                "If memory pressure writes the " + Words.count(pages, "page")
                        + " out before the second device's turn, so many leave memory and the result is: "
                        + each(routes(), Disturbance.SWAP, c -> c.swappedPages() + ", " + judged(c))
                        + ".",
                "Devices of different rows that share one buffer, undisturbed: pages copied, and the result: "
                        + each(mixed, Disturbance.NONE, c -> c.setUp().copiedPages() + ", " + c.result()) + ".",
                "Calls that make the buffer known" + growth
                        + grows(c -> Long.toString(c.setUp().registrations())) + ".",
                "Page references pinned for " + Words.count(pages, "page") + " of data" + growth
                        + grows(c -> Long.toString(c.first().pinnedPages())) + ".",
                "Pages copied to put them within the devices' reach" + growth
                        + grows(c -> Long.toString(c.setUp().copiedPages())) + ".",
                "Device faults of the first run" + growth
                        + grows(c -> Long.toString(c.first().faults())) + ".",
                "Invalidations after a fork of the process, which then writes: "
                        + each(
                                routes(),
                                Disturbance.FORK,
                                c -> Long.toString(c.first().invalidations()))
                        + ".",
                "Time of set-up, of the first run and of a second one, with " + DevicePipeline.OF_THE_MAIL
                        + " devices on the newest kernel: "
                        + each(routes(), route -> {
                            List<String> its = kernels(route);
                            Cell c = of(route, its.get(its.size() - 1), DevicePipeline.OF_THE_MAIL, Disturbance.NONE);
                            return Words.time(c.setUp().ns()) + ", "
                                    + Words.time(c.first().elapsedNs()) + " and " + Words.time(c.againNs());
                        })
                        + ".");
    }

    private static String judged(Cell cell) {
        return cell.first().stale() == 0
                ? cell.result()
                : cell.result() + " (pages touched that are not the process's: "
                        + cell.first().stale() + ")";
    }

    List<DataTable> tables() {
        List<List<Object>> rows = cells.stream()
                .map(c -> List.<Object>of(
                        c.name(),
                        c.kernel(),
                        c.devices(),
                        c.disturbance().text(),
                        c.result(),
                        c.first().stale(),
                        c.setUp().registrations(),
                        c.setUp().copiedPages(),
                        c.first().pinnedPages(),
                        c.first().faults(),
                        c.first().invalidations(),
                        c.first().translations(),
                        c.swappedPages(),
                        c.setUp().syscalls(),
                        c.setUp().adminSteps(),
                        c.first().syscalls(),
                        c.setUp().ns(),
                        c.first().elapsedNs(),
                        c.againNs()))
                .toList();
        List<List<Object>> routes = new ArrayList<>();
        cells.stream().map(Cell::route).distinct().forEach(route -> routes.add(List.of(route.name(), route.meaning())));
        return List.of(
                new DataTable(
                        PIPELINE,
                        List.of(
                                Column.of("route"),
                                Column.of("kernel"),
                                Column.of("devices"),
                                Column.of("disturbance"),
                                Column.of("result"),
                                Column.of("touches of a page not the process's own"),
                                Column.of("registrations that enter the kernel"),
                                Column.of("copied at set-up", "pages"),
                                Column.of("page references pinned"),
                                Column.of("device faults"),
                                Column.of("invalidations, summed over the devices"),
                                Column.of("frames reachable without a fault, summed over the devices"),
                                Column.of("written out", "pages"),
                                Column.of("system calls of set-up"),
                                Column.of("root's steps of set-up"),
                                Column.of("system calls of the run"),
                                Column.of("time of set-up", "ns"),
                                Column.of("time of the run, disturbance included", "ns"),
                                Column.of("time of a second, undisturbed run", "ns")),
                        rows),
                new DataTable("routes", List.of(Column.of("route"), Column.of("meaning")), routes),
                new DataTable(
                        "disturbances",
                        List.of(Column.of("disturbance"), Column.of("meaning")),
                        Arrays.stream(Disturbance.values())
                                .map(d -> List.<Object>of(d.text(), d.meaning()))
                                .toList()),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return new PipelineCharts(pages, counts, cells).all();
    }
}
