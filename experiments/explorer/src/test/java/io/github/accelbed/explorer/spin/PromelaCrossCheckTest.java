package io.github.accelbed.explorer.spin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against interleavings that the program leaves out or invents: SPIN searches models that were written from the fact sheets
 * without a look at the program's own, and both must find the same outcomes.
 */
class PromelaCrossCheckTest {
    private static final Map<SpinCell, Findings> FOUND = new ConcurrentHashMap<>();

    private static RunResult plain = new RunResult(List.of());
    private static RunResult explored = new RunResult(List.of());

    @BeforeAll
    static void runAll() {
        List<Scenario> scenarios = Races.scenarios();
        RunSettings settings = RunSettings.defaults().withoutTimeLines();
        plain = new ScenarioRunner(settings).run(scenarios, done -> {});
        explored = new Explorer(ExploreSettings.all(settings)).explore(scenarios, done -> {});
    }

    /** Builds and searches on all cores: most of the time is the C compiler's. */
    @BeforeAll
    static void searchAll(@TempDir Path folder) {
        if (Spin.isInstalled()) {
            races().parallelStream().forEach(race -> FOUND.put(race, Findings.of(race, folder)));
        }
    }

    static List<SpinCell> races() {
        return Races.all();
    }

    /** The outcomes of a cell as the models print them. */
    private static Set<String> outcomes(RunResult result, SpinCell race) {
        CellResult cell = result.scenarios().stream()
                .filter(scenario -> scenario.name().equals(race.scenario()))
                .flatMap(scenario -> scenario.cells().stream())
                .filter(each ->
                        each.backend().equals(race.backend()) && each.kernel().equals(race.kernel()))
                .findFirst()
                .orElseThrow();
        return cell.outcomes().stream().map(PromelaCrossCheckTest::line).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String line(Outcome outcome) {
        // On other rows the child's memory may be gone; on those that SPIN has a model of its write always succeeds.
        assertThat(outcome.registers().getOrDefault("wrote", "ok")).isEqualTo("ok");
        String registers = outcome.registers().entrySet().stream()
                .filter(register -> !register.getKey().equals("wrote"))
                .map(register -> register.getKey() + "=" + register.getValue())
                .collect(Collectors.joining(" "));
        return outcome.end() == null ? registers : registers + " " + outcome.end();
    }

    @ParameterizedTest
    @MethodSource("races")
    void spinFindsTheOutcomesThatTheFactsSettleAndNoOthers(SpinCell race) {
        Spin.required();
        Findings findings = FOUND.get(race);

        assertThat(findings.search().errors())
                .as("deadlocks and failed assertions")
                .isZero();
        assertThat(findings.search().outcomes()).containsExactlyInAnyOrderElementsOf(race.expected());
        assertThat(findings.othersReached()).isFalse();
        assertThat(findings.notReached()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("races")
    void aPlainRunEndsInOneOfTheOutcomes(SpinCell race) {
        assertThat(race.expected()).containsAll(outcomes(plain, race));
    }

    @ParameterizedTest
    @MethodSource("races")
    void theExplorerFindsTheOutcomesThatSpinFinds(SpinCell race) {
        Spin.required();

        assertThat(outcomes(explored, race))
                .containsExactlyInAnyOrderElementsOf(FOUND.get(race).search().outcomes());
    }

    @ParameterizedTest
    @MethodSource("races")
    void theExplorerFindsTheOutcomesThatTheFactsSettle(SpinCell race) {
        assertThat(outcomes(explored, race)).containsExactlyInAnyOrderElementsOf(race.expected());
    }

    @Test
    void everyCellOfTheScenariosHasAModel() {
        List<String> cells = new ArrayList<>();
        plain.scenarios()
                .forEach(scenario -> scenario.cells()
                        .forEach(cell -> cells.add(scenario.name() + " " + cell.backend() + " " + cell.kernel())));

        assertThat(races().stream().map(SpinCell::toString)).containsExactlyInAnyOrderElementsOf(cells);
    }
}
