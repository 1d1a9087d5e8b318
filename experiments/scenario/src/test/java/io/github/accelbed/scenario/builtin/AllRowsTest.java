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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every registered row under every scenario of the program: it answers, or it says beforehand what it does not offer. */
class AllRowsTest {
    private static final Pattern FAILED_STEP =
            Pattern.compile("line (\\d+): the step answered \\w+ and binds no register");

    private static List<ScenarioResult> results = List.of();

    @BeforeAll
    static void runAll() {
        RunSettings settings = new RunSettings(Backends.ids(), List.of(), CostTable.defaults(), 2, false);
        results = new ScenarioRunner(settings)
                .run(new ScenarioFiles(Runs.VOCABULARY).builtIn(), done -> {})
                .scenarios();
    }

    /**
     * Waiting for ever is an answer: VFIO's removal of a device in use does that. So is a refused open: a device may be open once, or the kernel or the
     * machine have no SVA for the row.
     */
    @Test
    void noRowEndsAnyScenarioInAnErrorUnlessItWaitsOrMayNotOpen() {
        assertThat(results)
                .allSatisfy(scenario -> assertThat(scenario.cells())
                        .filteredOn(cell -> cell.status() == CellStatus.ERROR)
                        .extracting(CellResult::reason)
                        .allMatch(reason -> reason != null
                                && (reason.contains("blocked, and nothing unblocks it")
                                        || refusesOpen(scenario, reason))));
    }

    private static boolean refusesOpen(ScenarioResult scenario, String reason) {
        Matcher failed = FAILED_STEP.matcher(reason);
        return failed.matches()
                && scenario.source()
                        .lines()
                        .skip(Long.parseLong(failed.group(1)) - 1)
                        .findFirst()
                        .orElse("")
                        .strip()
                        .matches("\\w+: (open|lease) .*");
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
