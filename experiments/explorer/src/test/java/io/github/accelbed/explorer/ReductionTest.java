package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guards against a reduction that takes a step first which another actor's step depends on: every race of the program, both ways. */
class ReductionTest {
    /** With 14,000 to 89,000 states in one cell they would take longer than all others. */
    private static final List<String> LARGE =
            List.of("races/fork-cow-writers", "races/fork-cow-read", "races/moved-and-refilled");

    private static RunResult states = new RunResult(List.of());
    private static RunResult orders = new RunResult(List.of());

    @BeforeAll
    static void exploreBothWays() {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        List<Scenario> races = new ScenarioFiles(vocabulary)
                .builtIn().stream()
                        .filter(scenario -> !LARGE.contains(scenario.name()))
                        .filter(scenario -> scenario.statements().stream().anyMatch(ParBlock.class::isInstance))
                        .toList();
        RunSettings settings =
                new RunSettings(List.of(), List.of(KernelVersion.parse("6.18")), CostTable.defaults(), 2, false);
        states = new Explorer(ExploreSettings.all(settings)).explore(races, done -> {});
        orders = new Explorer(new ExploreSettings(settings, Budget.NONE, Reduction.ORDERS, null))
                .explore(races, done -> {});
    }

    private static Map<String, CellResult> cells(RunResult result) {
        Map<String, CellResult> cells = new LinkedHashMap<>();
        for (ScenarioResult scenario : result.scenarios()) {
            scenario.cells().stream()
                    .filter(cell -> cell.explored() != null)
                    .forEach(cell -> cells.put(scenario.name() + " " + cell.backend() + " " + cell.kernel(), cell));
        }
        return cells;
    }

    private static Set<String> outcomes(CellResult cell) {
        return cell.outcomes().stream()
                .map(outcome -> outcome.registers() + " " + outcome.counters() + " " + outcome.end())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void reducingOrdersKeepsEveryOutcomeOfEveryBuiltInRace() {
        Map<String, CellResult> reduced = cells(orders);
        List<String> wrong = new ArrayList<>();
        cells(states).forEach((name, cell) -> {
            if (!outcomes(cell).equals(outcomes(reduced.get(name)))) {
                wrong.add(name + ": " + outcomes(cell) + " but " + outcomes(reduced.get(name)));
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(reduced).hasSizeGreaterThan(20);
    }

    @Test
    void bothWaysJudgeAlikeAndFindTheSameCirclesOfLocks() {
        Map<String, CellResult> reduced = cells(orders);
        cells(states).forEach((name, cell) -> {
            CellResult other = reduced.get(name);
            assertThat(other.status()).as(name).isEqualTo(cell.status());
            assertThat(other.expectations()).as(name).isEqualTo(cell.expectations());
            assertThat(other.explored().lockCycles())
                    .as(name)
                    .isEqualTo(cell.explored().lockCycles());
        });
    }

    @Test
    void reducedOrdersAreNotCountedAndVisitFewerStates() {
        long all = 0;
        long left = 0;
        Map<String, CellResult> reduced = cells(orders);
        for (Map.Entry<String, CellResult> cell : cells(states).entrySet()) {
            CellResult other = reduced.get(cell.getKey());
            all += cell.getValue().explored().states();
            left += other.explored().states();
            assertThat(other.explored().schedules()).isNull();
            assertThat(other.outcomes()).extracting(Outcome::schedules).containsOnlyNulls();
            assertThat(cell.getValue().explored().schedules()).isNotNull();
        }
        assertThat(left).as("of " + all + " states").isLessThan(all * 3 / 4);
    }
}
