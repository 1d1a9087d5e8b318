package io.github.accelbed.drivers.setup;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tables, charts and findings of the effort. */
final class EffortReport {
    private static final String EFFORT = "effort";
    private static final String LOCKS = "locks";

    private final List<Cell> cells;
    private final List<LeftOut> out;

    EffortReport(List<Cell> cells, List<LeftOut> out) {
        this.cells = cells;
        this.out = out;
    }

    private List<Cell> of(String backend) {
        return cells.stream().filter(cell -> cell.backend().equals(backend)).toList();
    }

    private String each(Function<Cell, String> said) {
        List<String> backends = cells.stream().map(Cell::backend).distinct().toList();
        return Words.each(
                backends,
                backend -> Words.kernelsFirst(
                        of(backend).stream().map(Cell::kernel).toList(),
                        kernel -> of(backend).stream()
                                .filter(cell -> cell.kernel().equals(kernel))
                                .map(said)
                                .findFirst()
                                .orElseThrow()));
    }

    List<String> findings() {
        return List.of(
                "System calls until the first job is done, with root's steps beside them: "
                        + each(cell -> cell.of(Job.FIRST).syscalls() + " and "
                                + cell.of(Job.FIRST).adminSteps())
                        + ".",
                "For a second job on the same buffer, system calls: "
                        + each(cell -> Long.toString(cell.of(Job.SAME_BUFFER).syscalls())) + "; on a new buffer: "
                        + each(cell -> Long.toString(cell.of(Job.NEW_BUFFER).syscalls())) + ".",
                "Registrations for two buffers: "
                        + each(cell -> Long.toString(cell.of(Job.FIRST).registrations()
                                + cell.of(Job.NEW_BUFFER).registrations()))
                        + ".",
                "Locks taken until the first job is done, and for the job on a new buffer: "
                        + each(cell -> cell.of(Job.FIRST).lockCount() + " and "
                                + cell.of(Job.NEW_BUFFER).lockCount())
                        + ".",
                "Time until the first job is done, and for the job on a new buffer: "
                        + each(cell -> Words.time(cell.of(Job.FIRST).ns()) + " and "
                                + Words.time(cell.of(Job.NEW_BUFFER).ns()))
                        + ".");
    }

    private record Done(Cell cell, Job job) {
        Effort effort() {
            return cell.of(job);
        }
    }

    private record Taken(Done done, String lock, long count) {}

    List<DataTable> tables() {
        List<Done> done = cells.stream()
                .flatMap(cell -> Arrays.stream(Job.values()).map(job -> new Done(cell, job)))
                .toList();
        List<Taken> taken = done.stream()
                .flatMap(d -> d.effort().locks().entrySet().stream()
                        .map(lock -> new Taken(d, lock.getKey(), lock.getValue())))
                .toList();
        return List.of(
                new TableOf<>(EFFORT, done)
                        .column("backend", o -> o.cell().backend())
                        .column("kernel", o -> o.cell().kernel())
                        .column("job", o -> o.job().text())
                        .column("system calls", o -> o.effort().syscalls())
                        .column("root's steps", o -> o.effort().adminSteps())
                        .column(
                                "registrations that enter the kernel",
                                o -> o.effort().registrations())
                        .column("locks taken", o -> o.effort().lockCount())
                        .column("time", "ns", o -> o.effort().ns())
                        .table(),
                new TableOf<Taken>(LOCKS, taken)
                        .column("backend", t -> t.done().cell().backend())
                        .column("kernel", t -> t.done().cell().kernel())
                        .column("job", t -> t.done().job().text())
                        .column("lock", Taken::lock)
                        .column("times taken", Taken::count)
                        .table(),
                LeftOut.table(out));
    }

    List<ChartSpec> charts() {
        String note = CostLedger.note(newest().stream().map(Cell::ledger).toList());
        return List.of(
                bars(
                        "system-calls",
                        "System calls of each job",
                        "Until the first job all of the queue's set-up is in it; later only what makes a buffer known.",
                        Axis.linear("system calls", ""),
                        null,
                        Effort::syscalls),
                bars(
                        "root-steps",
                        "Administrator's steps of each job",
                        "What root does for the first job of the first client, where nothing was prepared.",
                        Axis.linear("steps", ""),
                        null,
                        Effort::adminSteps),
                bars(
                        "locks",
                        "Locks taken for each job",
                        "Those of the simulated kernel, each time they are taken, device faults included.",
                        Axis.linear("locks taken", ""),
                        null,
                        Effort::lockCount),
                bars(
                        "time",
                        "Time of each job, its set-up included",
                        "The buffers were touched before. The first job has all of the queue's set-up in it.",
                        Axis.log("time", "ns"),
                        note,
                        Effort::ns));
    }

    /** Of each row the newest kernel that it runs on. */
    private List<Cell> newest() {
        return cells.stream()
                .map(Cell::backend)
                .distinct()
                .map(backend -> of(backend).get(of(backend).size() - 1))
                .toList();
    }

    private ChartSpec bars(
            String name,
            String title,
            String caption,
            Axis axis,
            @Nullable String note,
            ToDoubleFunction<Effort> value) {
        List<Cell> shown = newest();
        List<BarSeries> series = Arrays.stream(Job.values())
                .map(job -> new BarSeries(
                        job.text(),
                        "",
                        shown.stream()
                                .map(cell -> value.applyAsDouble(cell.of(job)))
                                .toList(),
                        List.of()))
                .toList();
        return new BarChart(
                new ChartHead(
                        name, title + ", kernel " + shown.get(shown.size() - 1).kernel(), caption, EFFORT, note),
                Axis.linear("backend", ""),
                axis,
                shown.stream().map(Cell::backend).toList(),
                series);
    }
}
