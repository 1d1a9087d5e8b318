package io.github.accelbed.scenario.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guards against scenarios that nobody runs: those of the program are all sound, short, and met in every cell. */
class BuiltInScenariosTest {
    /** The decision table of a page that is held while its process forks, protects, drops or unmaps it. */
    private static final List<String> WHO_KEEPS = List.of(
            "01-parent-writes-first",
            "02-child-writes-first",
            "03-child-exits-first",
            "03-child-execs-first",
            "03-child-unmaps-first",
            "04-only-reads",
            "05-device-writes-while-shared",
            "06-parent-exits",
            "07-dontfork",
            "08-wipeonfork",
            "09-shared-memory",
            "10-vfork",
            "11-taken-after-fork",
            "12-taken-between-two-forks",
            "13-mprotect-round-trip",
            "14-dontneed",
            "15-munmap");

    /** The decision table of pins for reading. */
    private static final List<String> READ_ONLY_PINS = List.of(
            "1-shared-with-live-child",
            "2-previously-shared-child-gone",
            "3-mprotect-round-trip",
            "4-zero-page",
            "4-page-cache-page",
            "5-get-of-shared-page");

    private static List<Scenario> scenarios = List.of();
    private static List<ScenarioResult> results = List.of();

    @BeforeAll
    static void runAll() {
        scenarios = new ScenarioFiles(Runs.VOCABULARY).builtIn();
        results = Runs.of(scenarios);
    }

    private static Set<String> names() {
        return scenarios.stream().map(Scenario::name).collect(Collectors.toSet());
    }

    @Test
    void everyScenarioIsParsedWithoutWarnings() {
        List<String> warnings = new ArrayList<>();
        scenarios.forEach(
                scenario -> scenario.warnings().forEach(warning -> warnings.add(scenario.file() + ": " + warning)));
        assertThat(warnings).isEmpty();
    }

    @Test
    void everyScenarioIsNamedAsItsFile() {
        assertThat(scenarios).allSatisfy(scenario -> assertThat(scenario.file()).isEqualTo(scenario.name() + ".scn"));
    }

    @Test
    void everyScenarioAsksOneQuestionInFewerThan30LinesAndSaysWhyFirst() {
        assertThat(scenarios).allSatisfy(scenario -> {
            assertThat(scenario.title()).as(scenario.name()).endsWith("?");
            assertThat(scenario.text()).as(scenario.name()).startsWith("# ");
            assertThat(scenario.text().lines().count()).as(scenario.name()).isLessThan(30);
        });
    }

    @Test
    void everyExpectationOfEveryCellIsMet() {
        assertThat(Runs.cells(results, CellStatus.FAIL)).isEmpty();
    }

    @Test
    void noCellEndsInAnError() {
        assertThat(Runs.cells(results, CellStatus.ERROR)).isEmpty();
    }

    @Test
    void noCellIsSkippedSinceEachScenarioNamesTheBackendsAndKernelsThatOfferItsSteps() {
        assertThat(Runs.cells(results, CellStatus.SKIP)).isEmpty();
    }

    @Test
    void everyRowOfTheDecisionTablesHasItsScenarios() {
        Stream<String> held =
                WHO_KEEPS.stream().flatMap(row -> Stream.of("pin", "get").map(kind -> row + "-" + kind));

        assertThat(names()).containsAll(held.map(row -> "mm/who-keeps/" + row).toList());
        assertThat(names())
                .containsAll(READ_ONLY_PINS.stream()
                        .map(row -> "mm/read-only-pins/" + row)
                        .toList());
        assertThat(WHO_KEEPS.stream()
                        .map(row -> Integer.parseInt(row.substring(0, 2)))
                        .distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 15).boxed().toList());
    }

    @Test
    void everyFolderIsThere() {
        assertThat(names().stream()
                        .map(name -> name.substring(0, name.indexOf('/')))
                        .distinct())
                .contains("mm", "fork-cow", "queue-exhaustion", "resource-reclaim");
        assertThat(scenarios).hasSizeGreaterThan(150);
    }

    @Test
    void nothingIsHeldAfterTheLastProcessHasGone() {
        List<String> held = new ArrayList<>();
        results.forEach(scenario -> scenario.cells()
                .forEach(cell -> cell.counters().forEach((counter, count) -> {
                    if (counter.equals("violations(pages-held-at-end)")) {
                        held.add(scenario.name() + " " + cell.backend() + " on " + cell.kernel() + ": " + count);
                    }
                })));
        assertThat(held).isEmpty();
    }
}
