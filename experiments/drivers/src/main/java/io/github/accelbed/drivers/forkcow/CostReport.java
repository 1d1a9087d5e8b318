package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.drivers.bed.CostLedger;
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
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Tables, charts and findings of the two sweeps. */
final class CostReport {
    private static final String SIZES = "buffer-sizes";
    private static final String RATES = "fork-rates";
    private static final double HUNDRED = 100;

    private final List<SizePoint> sizes;
    private final List<CostLedger> sizeLedgers;
    private final List<RatePoint> rates;
    private final List<CostLedger> rateLedgers;

    CostReport(
            List<SizePoint> sizes, List<CostLedger> sizeLedgers, List<RatePoint> rates, List<CostLedger> rateLedgers) {
        this.sizes = sizes;
        this.sizeLedgers = sizeLedgers;
        this.rates = rates;
        this.rateLedgers = rateLedgers;
    }

    private record Cell(String backend, String kernel) {
        String text() {
            return backend + " on " + kernel;
        }
    }

    private List<Cell> cells() {
        return sizes.stream()
                .map(p -> new Cell(p.backend(), p.kernel()))
                .distinct()
                .toList();
    }

    private List<SizePoint> sizesOf(Cell cell) {
        return sizes.stream()
                .filter(p -> p.backend().equals(cell.backend()) && p.kernel().equals(cell.kernel()))
                .toList();
    }

    private List<RatePoint> ratesOf(Cell cell) {
        return rates.stream()
                .filter(p -> p.backend().equals(cell.backend()) && p.kernel().equals(cell.kernel()))
                .toList();
    }

    private SizePoint largest(Cell cell) {
        List<SizePoint> points = sizesOf(cell);
        return points.get(points.size() - 1);
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        List<String> totals = new ArrayList<>();
        for (Cell cell : cells()) {
            SizePoint largest = largest(cell);
            totals.add(cell.text() + " " + Words.time(largest.totalNs())
                    + (largest.stale() == 0
                            ? ""
                            : " (but " + largest.stale() + " of " + largest.pages() + " reads were stale)"));
        }
        findings.add("Fork, rewriting " + Words.count(largest(cells().get(0)).pages(), "page")
                + " and the device reading them takes: " + String.join("; ", totals) + ".");
        for (Cell cell : cells()) {
            List<RatePoint> points = ratesOf(cell);
            RatePoint few = points.get(0);
            RatePoint many = points.get(points.size() - 1);
            String reads = many.staleShare() == 0 && few.staleShare() == 0
                    ? "no read is stale at any fork rate"
                    : Words.percent(few.staleShare()) + " of the device's reads are stale with "
                            + Words.count(few.forksPerThousand(), "fork") + " in 1000 jobs, "
                            + Words.percent(many.staleShare()) + " with " + many.forksPerThousand();
            findings.add(cell.text() + ": " + reads + "; a job takes " + Words.time(few.jobNs()) + " with "
                    + few.forksPerThousand() + " and " + Words.time(many.jobNs()) + " with "
                    + many.forksPerThousand() + " forks in 1000 jobs.");
        }
        return findings;
    }

    List<DataTable> tables() {
        return List.of(
                new TableOf<SizePoint>(SIZES, sizes)
                        .column("backend", SizePoint::backend)
                        .column("kernel", SizePoint::kernel)
                        .column("buffer", "pages", SizePoint::pages)
                        .column("fork", "ns", SizePoint::forkNs)
                        .column("parent rewrites", "ns", SizePoint::rewriteNs)
                        .column("device reads", "ns", SizePoint::readNs)
                        .column("together", "ns", SizePoint::totalNs)
                        .column("stale reads", "pages", SizePoint::stale)
                        .table(),
                new TableOf<RatePoint>(RATES, rates)
                        .column("backend", RatePoint::backend)
                        .column("kernel", RatePoint::kernel)
                        .column("forks", "per 1000 jobs", RatePoint::forksPerThousand)
                        .column("stale reads", "%", p -> HUNDRED * p.staleShare())
                        .column("stale reads, half width of the 95% interval", "%", p -> HUNDRED * p.staleError())
                        .column("time of a job", "ns", RatePoint::jobNs)
                        .column("time of a job, half width of the 95% interval", "ns", RatePoint::jobError)
                        .table());
    }

    List<ChartSpec> charts() {
        return List.of(bySize(), parts(), stale(), jobTime());
    }

    private ChartSpec bySize() {
        return new LineChart(
                new ChartHead(
                        "time-by-size",
                        "Fork, parent rewrites the buffer, device reads it: time by size",
                        "The device used the buffer before the fork. Where the device follows by faults it pays for every"
                                + " page again; where it does not follow, it is fast and on 4.20 wrong.",
                        SIZES,
                        CostLedger.note(sizeLedgers)),
                Axis.log("buffer size", "pages of 4 KiB"),
                Axis.log("time", "ns"),
                series(cell -> new LineSeries(
                        cell.text(),
                        cell.backend(),
                        sizesOf(cell).stream().map(p -> (double) p.pages()).toList(),
                        sizesOf(cell).stream().map(SizePoint::totalNs).toList(),
                        List.of())),
                LineForm.LINE);
    }

    private ChartSpec parts() {
        List<String> categories = cells().stream().map(Cell::text).toList();
        return new BarChart(
                new ChartHead(
                        "time-parts",
                        "Where the time goes with the largest buffer, "
                                + Words.count(largest(cells().get(0)).pages(), "page"),
                        "Fork copies or protects, the parent's writes break what is shared, the device's reads find out."
                                + " Where a bar is missing, nothing is left to do.",
                        SIZES,
                        CostLedger.note(sizeLedgers)),
                Axis.linear("backend and kernel", ""),
                Axis.log("time", "ns"),
                categories,
                List.of(
                        bars("fork", SizePoint::forkNs),
                        bars("parent rewrites", SizePoint::rewriteNs),
                        bars("device reads", SizePoint::readNs)));
    }

    private BarSeries bars(String name, ToDoubleFunction<SizePoint> value) {
        double base = Math.pow(10, Math.floor(Math.log10(smallestPart())));
        return new BarSeries(
                name,
                "",
                cells().stream()
                        .map(cell -> Math.max(base, value.applyAsDouble(largest(cell))))
                        .toList(),
                List.of());
    }

    /** Where the logarithmic axis begins; a part that takes no time has no bar above it. */
    private double smallestPart() {
        return cells().stream()
                .map(this::largest)
                .flatMapToDouble(p -> DoubleStream.of(p.forkNs(), p.rewriteNs(), p.readNs()))
                .filter(ns -> ns > 0)
                .min()
                .orElse(1);
    }

    private ChartSpec stale() {
        return new LineChart(
                new ChartHead(
                        "stale-by-fork-rate",
                        "Device reads that miss the parent's data, by how often it forks",
                        "The parent writes the buffer before each job. A mapping that a fork tore off stays so until it is"
                                + " made anew: with k forks at random times, k/(k+1) of the jobs come after the first.",
                        RATES,
                        null),
                Axis.log("forks", "per 1000 jobs"),
                Axis.linear("stale reads", "%"),
                rateSeries(p -> HUNDRED * p.staleShare(), p -> HUNDRED * p.staleError()),
                LineForm.LINE);
    }

    private ChartSpec jobTime() {
        return new LineChart(
                new ChartHead(
                        "job-time-by-fork-rate",
                        "Mean time of a job, by how often the parent forks",
                        "A job is the parent's write of its buffer and the device's read of it; forks count in.",
                        RATES,
                        CostLedger.note(rateLedgers)),
                Axis.log("forks", "per 1000 jobs"),
                Axis.log("time of a job", "ns"),
                rateSeries(RatePoint::jobNs, RatePoint::jobError),
                LineForm.LINE);
    }

    private List<LineSeries> rateSeries(ToDoubleFunction<RatePoint> value, ToDoubleFunction<RatePoint> error) {
        return series(cell -> new LineSeries(
                cell.text(),
                cell.backend(),
                ratesOf(cell).stream().map(p -> (double) p.forksPerThousand()).toList(),
                ratesOf(cell).stream().map(value::applyAsDouble).toList(),
                ratesOf(cell).stream().map(error::applyAsDouble).toList()));
    }

    /** One line a cell; kernels on which a backend does exactly the same share a line, which would be hidden otherwise. */
    private List<LineSeries> series(Function<Cell, LineSeries> line) {
        List<LineSeries> lines = new ArrayList<>();
        for (Cell cell : cells()) {
            LineSeries next = line.apply(cell);
            int same = -1;
            for (int i = 0; i < lines.size(); i++) {
                LineSeries known = lines.get(i);
                if (known.backend().equals(next.backend())
                        && known.y().equals(next.y())
                        && known.errors().equals(next.errors())) {
                    same = i;
                }
            }
            if (same < 0) {
                lines.add(next);
            } else {
                LineSeries known = lines.get(same);
                String name = known.name() + " and " + cell.kernel();
                lines.set(same, new LineSeries(name, known.backend(), known.x(), known.y(), known.errors()));
            }
        }
        return lines;
    }
}
