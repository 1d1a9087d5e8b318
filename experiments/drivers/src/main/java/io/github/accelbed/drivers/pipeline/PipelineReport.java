package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
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
        return List.of(
                new TableOf<Cell>(PIPELINE, cells)
                        .column("route", Cell::name)
                        .column("kernel", Cell::kernel)
                        .column("devices", Cell::devices)
                        .column("disturbance", c -> c.disturbance().text())
                        .column("result", Cell::result)
                        .column(
                                "touches of a page not the process's own",
                                c -> c.first().stale())
                        .column(
                                "registrations that enter the kernel",
                                c -> c.setUp().registrations())
                        .column("copied at set-up", "pages", c -> c.setUp().copiedPages())
                        .column("page references pinned", c -> c.first().pinnedPages())
                        .column("device faults", c -> c.first().faults())
                        .column(
                                "invalidations, summed over the devices",
                                c -> c.first().invalidations())
                        .column(
                                "frames reachable without a fault, summed over the devices",
                                c -> c.first().translations())
                        .column("written out", "pages", Cell::swappedPages)
                        .column("system calls of set-up", c -> c.setUp().syscalls())
                        .column("root's steps of set-up", c -> c.setUp().adminSteps())
                        .column("system calls of the run", c -> c.first().syscalls())
                        .column("time of set-up", "ns", c -> c.setUp().ns())
                        .column(
                                "time of the run, disturbance included",
                                "ns",
                                c -> c.first().elapsedNs())
                        .column("time of a second, undisturbed run", "ns", Cell::againNs)
                        .table(),
                new TableOf<Route>(
                                "routes",
                                cells.stream().map(Cell::route).distinct().toList())
                        .column("route", Route::name)
                        .column("meaning", Route::meaning)
                        .table(),
                new TableOf<Disturbance>("disturbances", List.of(Disturbance.values()))
                        .column("disturbance", Disturbance::text)
                        .column("meaning", Disturbance::meaning)
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return new PipelineCharts(pages, counts, cells).all();
    }
}
