package io.github.accelbed.scenario.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reference of the language promises outcomes: they must come out. */
class DocumentationRunsTest {
    private static final Path REFERENCE = Path.of("..", "..", "docs", "scenario-language.md");
    private static final Pattern BLOCK = Pattern.compile("^```scn\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static List<ScenarioResult> results = List.of();

    @BeforeAll
    static void runAll() throws IOException {
        ScenarioParser parser = new ScenarioParser(Runs.VOCABULARY);
        List<Scenario> examples = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(REFERENCE));
        while (matcher.find()) {
            examples.add(parser.parse(REFERENCE.toString(), matcher.group(1)));
        }
        results = Runs.of(examples);
    }

    @Test
    void everyExampleIsRun() {
        assertThat(results).hasSizeGreaterThan(30);
    }

    @Test
    void everyExpectationOfEveryExampleIsMet() {
        assertThat(Runs.cells(results, CellStatus.FAIL)).isEmpty();
    }

    @Test
    void noExampleEndsInAnErrorOrIsSkipped() {
        assertThat(Runs.cells(results, CellStatus.ERROR)).isEmpty();
        assertThat(Runs.cells(results, CellStatus.SKIP)).isEmpty();
    }
}
