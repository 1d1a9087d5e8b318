package io.github.accelbed.scenario.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of public reports: each scenario of the folder {@code reports} has its row, and the row says what the scenario expects. */
class ReportsPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "reports.md");
    private static final String FOLDER = "reports/";
    private static final String NOWHERE = "-";

    private static List<Row> rows = List.of();
    private static List<Scenario> scenarios = List.of();

    private record Row(String defect, String source, String scenario, String bites, String spares, String sentence) {
        static Row of(String line) {
            String[] cells = line.substring(1, line.length() - 1).split(" \\| ", -1);
            assertThat(cells).as(line).hasSize(6);
            return new Row(cells[0].strip(), cells[1], cells[2].replace("`", ""), cells[3], cells[4], cells[5].strip());
        }

        /** Whether it names a release on which the defect bites and one on which it does not. */
        boolean hasBothSides() {
            return isOfReleases(bites) && isOfReleases(spares);
        }

        private static boolean isOfReleases(String where) {
            return where.matches(".*\\d\\.\\d.*");
        }
    }

    @BeforeAll
    static void read() throws IOException {
        rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.contains("`" + FOLDER))
                .map(Row::of)
                .toList();
        scenarios = new ScenarioFiles(Runs.VOCABULARY)
                .builtIn().stream()
                        .filter(scenario -> scenario.name().startsWith(FOLDER))
                        .toList();
    }

    @Test
    void eachScenarioOfTheFolderHasOneRowAndEachRowAScenario() {
        assertThat(rows.stream().map(Row::scenario))
                .as("write a row of docs/reports.md for each scenario of the folder, in the order of their names")
                .containsExactlyElementsOf(
                        scenarios.stream().map(Scenario::name).sorted().toList());
    }

    @Test
    void aRowNamesBackendsAndReleasesAsAnExpectationOfItsScenarioDoes() {
        for (Row row : rows) {
            List<String> expected = scenarios.stream()
                    .filter(scenario -> scenario.name().equals(row.scenario()))
                    .flatMap(ReportsPageTest::prefixes)
                    .toList();
            assertThat(places(row).filter(where -> !where.equals(NOWHERE)))
                    .as(row.scenario())
                    .isNotEmpty()
                    .allSatisfy(where -> assertThat(expected).contains(where));
        }
    }

    /** A race needs every order; what only an exploration judges is judged where the built-in scenarios are explored. */
    @Test
    void whatComesOutWhereItBitesComesOutNowhereElse() {
        List<Scenario> plain = scenarios.stream()
                .filter(scenario -> scenario.statements().stream().noneMatch(ParBlock.class::isInstance))
                .toList();
        for (ScenarioResult result : Runs.of(plain)) {
            Row row = rows.stream()
                    .filter(one -> one.scenario().equals(result.name()))
                    .findFirst()
                    .orElseThrow();
            if (row.hasBothSides()) {
                Set<String> biting = outcomes(result, row.bites());
                Set<String> spared = outcomes(result, row.spares());
                assertThat(biting).as(row.scenario()).isNotEmpty().doesNotContainAnyElementsOf(spared);
                assertThat(spared).as(row.scenario()).isNotEmpty();
            }
        }
    }

    /** What a range says of a stable release is what its tree has; that a release has no such step says nothing. */
    @Test
    void theyHoldOnEveryReleaseThatAStableTreeTookAFixIn() {
        List<KernelVersion> taken = Arrays.stream(Fix.values())
                .flatMap(fix -> fix.backports().stream())
                .map(Fix.Backport::from)
                .distinct()
                .sorted()
                .toList();
        List<ScenarioResult> results = scenarios.stream()
                .flatMap(scenario -> on(scenario, taken).stream())
                .toList();
        assertThat(Runs.cells(results, CellStatus.FAIL)).isEmpty();
    }

    /** Runs a scenario on those of the releases that are not older than all that it names. */
    private static List<ScenarioResult> on(Scenario scenario, List<KernelVersion> releases) {
        List<KernelVersion> late = releases.stream()
                .filter(release -> release.compareTo(Collections.min(scenario.kernels())) >= 0)
                .toList();
        return new ScenarioRunner(new RunSettings(List.of(), late, CostTable.defaults(), 2, false))
                .run(List.of(scenario), done -> {})
                .scenarios();
    }

    /** What cells of a column answer, by row of the backends. */
    private static Set<String> outcomes(ScenarioResult result, String column) {
        return result.cells().stream()
                .filter(cell -> cell.status() != CellStatus.SKIP)
                .filter(cell -> Arrays.stream(column.split("; ")).anyMatch(place -> names(place, cell)))
                .map(cell -> cell.backend() + " " + cell.outcomes() + cell.counters())
                .collect(Collectors.toSet());
    }

    private static boolean names(String place, CellResult cell) {
        List<String> words = List.of(place.strip().split(" "));
        List<String> backends =
                words.stream().filter(word -> !word.matches(".*\\d\\.\\d.*")).toList();
        return (backends.isEmpty() || backends.contains(cell.backend()))
                && words.stream()
                        .filter(word -> !backends.contains(word))
                        .anyMatch(range -> VersionRange.parse(range).contains(KernelVersion.parse(cell.kernel())));
    }

    @Test
    void aRowSaysWhereItIsFromAndEndsInASentence() {
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.defect()).isNotBlank();
            assertThat(row.source()).isNotBlank();
            assertThat(row.sentence()).endsWith(".");
            assertThat(row.bites()).isNotEqualTo(row.spares());
        });
    }

    @Test
    void thereAreFortyAndOfTwentyFiveBothSidesAreComputed() {
        assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
        assertThat(rows.stream().filter(Row::hasBothSides)).hasSizeGreaterThanOrEqualTo(25);
    }

    private static Stream<String> places(Row row) {
        return Stream.of(row.bites(), row.spares())
                .flatMap(cell -> Arrays.stream(cell.split("; ")))
                .map(String::strip);
    }

    /** Backends and ranges before the colon of each expectation; {@code all} where there are none. */
    private static Stream<String> prefixes(Scenario scenario) {
        String text = scenario.text();
        return text.substring(text.lastIndexOf("\nexpect")).lines().skip(2).map(line -> {
            int colon = line.indexOf(':');
            String prefix = colon < 0 ? "" : line.substring(0, colon);
            String where =
                    prefix.replaceAll("@|always|sometimes|never", "").strip().replaceAll("\\s+", " ");
            return where.isEmpty() ? "all" : where;
        });
    }
}
