package io.github.accelbed.scenario.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every registered row under every scenario of the program: it answers, or it says beforehand what it does not offer. */
class AllRowsTest {
    private static List<ScenarioResult> results = List.of();

    @BeforeAll
    static void runAll() {
        RunSettings settings = new RunSettings(Backends.ids(), List.of(), CostTable.defaults(), 2, false);
        results = new ScenarioRunner(settings)
                .run(new ScenarioFiles(Runs.VOCABULARY).builtIn(), done -> {})
                .scenarios();
    }

    /** Waiting for ever is an answer: VFIO's removal of a device in use does that. */
    @Test
    void noRowEndsAnyScenarioInAnErrorUnlessItWaits() {
        assertThat(Runs.cells(results, CellStatus.ERROR))
                .allMatch(cell -> cell.contains("blocked, and nothing unblocks it"));
    }

    @Test
    void everyRowThatSkipsSaysWhy() {
        assertThat(results.stream().flatMap(scenario -> scenario.cells().stream()))
                .filteredOn(cell -> cell.status() == CellStatus.SKIP)
                .extracting(CellResult::reason)
                .isNotEmpty()
                .allMatch(reason -> reason != null && reason.startsWith("line "));
    }

    /** What such a scenario says without naming a row holds for every row that can take its steps. */
    @Test
    void noRowFailsAScenarioThatIsMeantForAllRows() {
        List<ScenarioResult> open = results.stream()
                .filter(scenario -> !scenario.source().contains("\nbackend "))
                .filter(scenario -> !scenario.source().contains(" via "))
                .toList();
        assertThat(open).hasSizeGreaterThan(100);
        assertThat(Runs.cells(open, CellStatus.FAIL)).isEmpty();
    }
}
