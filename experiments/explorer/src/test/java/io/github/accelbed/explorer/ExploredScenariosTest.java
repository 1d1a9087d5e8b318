package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.builtin.Runs;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guards against scenarios that are right in the one order that a plain run takes: those with several are met in all of them. */
class ExploredScenariosTest {
    private static List<ScenarioResult> results = List.of();

    @BeforeAll
    static void exploreAll() {
        List<Scenario> scenarios = new ScenarioFiles(Runs.VOCABULARY)
                .builtIn().stream().filter(Scenario::hasOrders).toList();
        RunSettings settings = RunSettings.defaults().withoutTimeLines();
        results = new Explorer(ExploreSettings.all(settings))
                .explore(scenarios, done -> {})
                .scenarios();
    }

    @Test
    void everyExpectationIsMetInEveryOrder() {
        assertThat(Runs.cells(results, CellStatus.FAIL)).isEmpty();
    }

    @Test
    void noOrderEndsInAnErrorOrADeadlock() {
        assertThat(Runs.cells(results, CellStatus.ERROR)).isEmpty();
    }

    @Test
    void everyOrderIsTakenInEveryCell() {
        assertThat(results).hasSizeGreaterThan(40);
        assertThat(results)
                .flatMap(ScenarioResult::cells)
                .filteredOn(cell -> cell.status() != CellStatus.SKIP)
                .allSatisfy(cell -> {
                    assertThat(cell.explored()).isNotNull();
                    assertThat(cell.explored().complete()).isTrue();
                });
    }
}
