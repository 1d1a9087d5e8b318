package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against what once broke the engine: the scenarios in {@code src/test/resources/engine}. The first line of each says how it is taken
 * ({@code run}, {@code explore}, {@code orders} for {@code --reduce orders}), each time with every expectation met.
 */
class EngineCasesTest {
    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
    private static final RunSettings RUN = new RunSettings(List.of(), List.of(), CostTable.defaults(), 1, false);

    static Stream<String> files() throws IOException, URISyntaxException {
        return Stream.of(folder().toFile().list()).sorted();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(EngineCasesTest.class.getResource("/engine").toURI());
    }

    private static String text(String file) {
        try {
            return Files.readString(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCellDoesWhatTheFileSays(String file) {
        String text = text(file);
        Scenario scenario = PARSER.parse(file, text);
        List<String> ways = List.of(text.substring(2, text.indexOf(':')).strip().split(" ", -1));
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        for (String backend : scenario.cellBackends()) {
            for (KernelVersion kernel : scenario.kernels()) {
                for (String way : ways) {
                    CellResult cell = cell(scenario, backend, kernel, way);
                    passed += cell.status() == CellStatus.PASS ? 1 : 0;
                    if (cell.status() != CellStatus.PASS && cell.status() != CellStatus.SKIP) {
                        wrong.add(way + " " + backend + " on " + kernel + ": " + cell.reason() + cell.expectations()
                                + cell.outcomes());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(passed).isPositive();
    }

    private static CellResult cell(Scenario scenario, String backend, KernelVersion kernel, String way) {
        Reduction reduction = way.equals("orders") ? Reduction.ORDERS : Reduction.STATES;
        return way.equals("run")
                ? new ScenarioRunner(RUN).cell(scenario, backend, kernel)
                : new Explorer(new ExploreSettings(RUN, Budget.NONE, reduction, null))
                        .explore(scenario, backend, kernel);
    }
}
