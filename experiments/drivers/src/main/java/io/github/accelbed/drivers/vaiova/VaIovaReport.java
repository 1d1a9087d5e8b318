package io.github.accelbed.drivers.vaiova;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Tables, charts and findings of the layouts. */
final class VaIovaReport {
    private static final String LOST = "lost";
    private static final String LAYOUTS = "layouts";
    private static final double HUNDRED = 100;
    private static final int SMALL_IOMMU_BITS = 39;
    private static final String NOTE = "rests on made-up layouts and on unverified addresses of the MSI windows";

    private final List<Cell> cells;
    private final List<LeftOut> out;

    VaIovaReport(List<Cell> cells, List<LeftOut> out) {
        this.cells = cells;
        this.out = out;
    }

    private List<String> backends() {
        return cells.stream().map(Cell::backend).distinct().toList();
    }

    private List<String> kernels(String backend) {
        return cells.stream()
                .filter(c -> c.backend().equals(backend))
                .map(Cell::kernel)
                .distinct()
                .toList();
    }

    private Cell of(String backend, String kernel, String layout) {
        return cells.stream()
                .filter(c -> c.backend().equals(backend)
                        && c.kernel().equals(kernel)
                        && c.layout().equals(layout))
                .findFirst()
                .orElseThrow();
    }

    private String each(String layout, Function<Cell, String> said) {
        return Words.each(
                backends(),
                backend -> Words.kernelsFirst(kernels(backend), kernel -> said.apply(of(backend, kernel, layout))));
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Layout layout : Layout.all()) {
            findings.add("Of the " + Words.count(layout.pages(), "page") + " of " + layout.name()
                    + " cannot be mapped at their own addresses: "
                    + each(
                            layout.name(),
                            c -> c.lost() == 0
                                    ? "none"
                                    : c.lost() + " (" + Words.percent(c.share()) + ", " + c.answer() + ")")
                    + ".");
        }
        for (String backend : backends()) {
            if (refuses(backend)) {
                findings.add("Of all layouts, pages that " + backend + " maps over a reserved region: "
                        + Words.byKernel(kernels(backend), kernel -> Long.toString(over(backend, kernel))) + ".");
            }
        }
        String first = Layout.all().get(0).name();
        findings.add("A second process that opens a queue of the same device gets: " + each(first, Cell::second) + ".");
        findings.add("By arithmetic alone, an IOMMU that takes " + SMALL_IOMMU_BITS + " address bits cannot take of "
                + Words.each(
                        Layout.all().stream().map(Layout::name).toList(),
                        name -> Layout.all().stream()
                                .filter(l -> l.name().equals(name))
                                .map(l -> Words.percent((double) l.beyond(SMALL_IOMMU_BITS) / l.pages()))
                                .findFirst()
                                .orElseThrow())
                + " of the pages.");
        return findings;
    }

    /** A window is one only for the rows whose device addresses go through it; those are known by refusing it on some kernel. */
    private boolean refuses(String backend) {
        return cells.stream().anyMatch(c -> c.backend().equals(backend) && c.lost() > 0);
    }

    private long over(String backend, String kernel) {
        return cells.stream()
                .filter(c -> c.backend().equals(backend) && c.kernel().equals(kernel))
                .mapToLong(Cell::overReserved)
                .sum();
    }

    private record Place(Layout layout, Region region) {}

    List<DataTable> tables() {
        List<Place> places = Layout.all().stream()
                .flatMap(layout -> layout.regions().stream().map(region -> new Place(layout, region)))
                .toList();
        return List.of(
                new TableOf<>(LOST, cells)
                        .column("backend", Cell::backend)
                        .column("kernel", Cell::kernel)
                        .column("layout", c -> c.layout())
                        .column("pages of the process", "pages", c -> c.pages())
                        .column("cannot be mapped at their own addresses", "pages", c -> c.lost())
                        .column("share of the process", "%", c -> HUNDRED * c.share())
                        .column("answer", c -> c.answer())
                        .column(
                                "mapped over a reserved region",
                                "pages",
                                c -> refuses(c.backend()) ? c.overReserved() : "")
                        .column("calls that map, refused ones included", c -> c.calls())
                        .column("a second process's open", c -> c.second())
                        .table(),
                new TableOf<>(LAYOUTS, places)
                        .column("layout", p -> p.layout().name())
                        .column("region", p -> p.region().name())
                        .column(
                                "first address",
                                p -> "0x" + Long.toHexString(p.region().start() << Layout.PAGE_SHIFT))
                        .column("size", "pages", p -> p.region().pages())
                        .column("writable", p -> p.region().writable())
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        return List.of(heat(
                LOST,
                "Share of a process that cannot be mapped with IOVA = VA",
                "The rows that walk the process's table need no mapping and have no holes.",
                Axis.linear("share", "%"),
                c -> HUNDRED * c.share()));
    }

    private ChartSpec heat(String name, String title, String caption, Axis value, ToDoubleFunction<Cell> of) {
        List<String> layouts = Layout.all().stream().map(Layout::name).toList();
        List<List<Double>> values = new ArrayList<>();
        for (String backend : backends()) {
            List<String> kernels = kernels(backend);
            String kernel = kernels.get(kernels.size() - 1);
            values.add(layouts.stream()
                    .map(layout -> of.applyAsDouble(of(backend, kernel, layout)))
                    .toList());
        }
        return new HeatChart(
                new ChartHead(name, title + ", newest kernel", caption, LOST, NOTE),
                Axis.linear("layout", ""),
                Axis.linear("backend", ""),
                value,
                layouts,
                backends(),
                values);
    }
}
