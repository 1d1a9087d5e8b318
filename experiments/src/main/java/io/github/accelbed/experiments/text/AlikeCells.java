package io.github.accelbed.experiments.text;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.page.Where;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cells of one backend in which the same was found, on several kernels.
 *
 * @param where the backend and its kernels
 * @param cells oldest kernel first, at least one
 */
record AlikeCells(Where where, List<CellResult> cells) {
    private static final Comparator<CellResult> OLDEST_FIRST =
            Comparator.comparing(cell -> KernelVersion.parse(cell.kernel()));

    /** Copies the list. */
    AlikeCells {
        cells = List.copyOf(cells);
    }

    /** What must be the same; not the witnesses and the number of states, which follow the length of the kernel's ways. */
    private record Found(
            String backend,
            CellStatus status,
            @Nullable String reason,
            List<Outcome> outcomes,
            List<ExpectationResult> expectations,
            @Nullable Explored explored) {}

    CellResult first() {
        return cells.get(0);
    }

    static List<AlikeCells> of(ScenarioResult scenario) {
        Map<String, List<CellResult>> byBackend = new LinkedHashMap<>();
        for (CellResult cell : scenario.cells()) {
            byBackend
                    .computeIfAbsent(cell.backend(), unused -> new ArrayList<>())
                    .add(cell);
        }
        List<AlikeCells> result = new ArrayList<>();
        byBackend.forEach((backend, all) -> {
            all.sort(OLDEST_FIRST);
            Map<Found, List<CellResult>> groups = new LinkedHashMap<>();
            all.forEach(cell -> groups.computeIfAbsent(found(cell), unused -> new ArrayList<>())
                    .add(cell));
            groups.values()
                    .forEach(group ->
                            result.add(new AlikeCells(Where.of(backend, kernels(group), kernels(all)), group)));
        });
        return result;
    }

    private static List<String> kernels(List<CellResult> cells) {
        return cells.stream().map(CellResult::kernel).toList();
    }

    private static Found found(CellResult cell) {
        Explored explored = cell.explored();
        return new Found(
                cell.backend(),
                cell.status(),
                cell.reason(),
                cell.outcomes().stream().map(AlikeCells::withoutWitness).toList(),
                cell.expectations(),
                explored == null
                        ? null
                        : new Explored(
                                explored.method(),
                                explored.complete(),
                                0,
                                0,
                                explored.schedules(),
                                explored.cutRetries(),
                                explored.events(),
                                explored.lockCycles()));
    }

    private static Outcome withoutWitness(Outcome outcome) {
        return new Outcome(
                outcome.registers(),
                outcome.schedules(),
                outcome.counters(),
                outcome.end(),
                outcome.asExpected(),
                outcome.faults(),
                null);
    }
}
