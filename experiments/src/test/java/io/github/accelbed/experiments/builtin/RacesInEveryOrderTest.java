package io.github.accelbed.experiments.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.experiments.explore.ExploreSettings;
import io.github.accelbed.experiments.explore.Explorer;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.run.RunSettings;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The races among the scenarios, in every order of their steps: a plain run takes one order and judges no {@code sometimes}. */
class RacesInEveryOrderTest {
    @Test
    void everyExpectationOfEveryRaceIsMetOverAllOrders() {
        List<Scenario> races = new ScenarioFiles(Runs.VOCABULARY)
                .builtIn().stream()
                        .filter(scenario -> scenario.name().startsWith("races/"))
                        .toList();
        assertThat(races).hasSizeGreaterThan(25);
        RunSettings settings = new RunSettings(List.of(), List.of(), CostTable.defaults(), 2, false);
        List<ScenarioResult> results = new Explorer(ExploreSettings.all(settings))
                .explore(races, done -> {})
                .scenarios();

        List<String> unmet = new ArrayList<>();
        for (CellStatus status : CellStatus.values()) {
            if (status != CellStatus.PASS) {
                unmet.addAll(Runs.cells(results, status));
            }
        }
        assertThat(unmet).isEmpty();
    }
}
