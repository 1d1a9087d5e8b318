package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Finding;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is called news is shown by a scenario, whose expectations say so. */
final class NewsTest {

    @Test
    void eachFindingIsShownByAScenarioThatComesOutAsItExpects() {
        List<String> shown = Ledger.news().stream().map(Finding::scenario).toList();
        List<Scenario> scenarios = Judged.scenarios().stream()
                .filter(scenario -> shown.contains(scenario.name()))
                .toList();
        assertThat(scenarios).extracting(Scenario::name).containsExactlyInAnyOrderElementsOf(shown);

        RunResult run = new Explorer(ExploreSettings.all(RunSettings.defaults())).exploreOrRun(scenarios, done -> {});

        assertThat(run.scenarios())
                .allSatisfy(scenario -> assertThat(scenario.cells())
                        .extracting(CellResult::status)
                        .contains(CellStatus.PASS)
                        .doesNotContain(CellStatus.FAIL, CellStatus.ERROR, CellStatus.INCOMPLETE));
    }
}
