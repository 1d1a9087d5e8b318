package io.github.accelbed.reports.page;

import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cells of one backend in which an exploration found the same, on several kernels. Witnesses and the number of states may differ: they
 * follow the length of the kernel's ways, not where these lead.
 *
 * @param where the backend and its kernels
 * @param cells oldest kernel first, at least one
 */
public record AlikeCells(Where where, List<CellResult> cells) {

    /** Copies the list. */
    public AlikeCells {
        cells = List.copyOf(cells);
    }

    /** What must be the same. */
    private record Found(
            CellStatus status,
            @Nullable String reason,
            List<Outcome> outcomes,
            List<ExpectationResult> expectations,
            @Nullable Explored explored) {}

    /**
     * The one that stands for all.
     *
     * @return the cell of the oldest kernel
     */
    public CellResult first() {
        return cells.get(0);
    }

    /**
     * Its kernels by number.
     *
     * @return such as {@code 4.20..5.8, 6.1}, or {@code all kernels (4.20..7.0)}
     */
    public String kernels() {
        boolean all = where.kernels().startsWith("all ");
        return all
                ? where.kernels() + " (" + first().kernel() + ".."
                        + cells.get(cells.size() - 1).kernel() + ")"
                : where.kernels();
    }

    /**
     * All cells of a scenario.
     *
     * @param scenario with its cells
     * @return groups, backends in the order of the cells, in each the one with the oldest kernel first
     */
    public static List<AlikeCells> of(ScenarioResult scenario) {
        List<AlikeCells> result = new ArrayList<>();
        CellGroups.byBackend(scenario.cells()).forEach((backend, all) -> {
            Multimaps.asMap(Multimaps.index(all, AlikeCells::found))
                    .values()
                    .forEach(group ->
                            result.add(new AlikeCells(Where.of(backend, kernels(group), kernels(all)), group)));
        });
        return result;
    }

    private static List<String> kernels(List<CellResult> cells) {
        return cells.stream().map(CellResult::kernel).toList();
    }

    private static Found found(CellResult cell) {
        return new Found(
                cell.status(),
                cell.reason(),
                cell.outcomes().stream().map(AlikeCells::withoutWitness).toList(),
                cell.expectations(),
                withoutStates(cell.explored()));
    }

    private static @Nullable Explored withoutStates(@Nullable Explored explored) {
        return explored == null
                ? null
                : new Explored(
                        explored.method(),
                        explored.complete(),
                        0,
                        0,
                        explored.schedules(),
                        explored.cutRetries(),
                        explored.events(),
                        explored.lockCycles());
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
