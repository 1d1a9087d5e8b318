package io.github.accelbed.reports.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
    @Test
    void theDocumentedExampleIsWhatIsWritten() throws IOException {
        String documentation = Files.readString(Path.of("../docs/json.md"));
        int start = documentation.indexOf("```json\n") + "```json\n".length();
        String example = documentation.substring(start, documentation.indexOf("```", start));

        assertThat(new JsonWriter().json(example())).isEqualTo(example);
    }

    @Test
    void theSameRunGivesTheSameText() {
        JsonWriter writer = new JsonWriter();

        assertThat(writer.json(example())).isEqualTo(writer.json(example()));
    }

    @Test
    void lineEndsDoNotDependOnTheMachine() {
        String before = System.getProperty("line.separator");
        System.setProperty("line.separator", "\r\n");
        try {
            assertThat(new JsonWriter().json(example())).doesNotContain("\r").endsWith("}\n");
        } finally {
            System.setProperty("line.separator", before);
        }
    }

    @Test
    void anyTextReadsBackAsItWas() {
        String nasty = "quote \" backslash \\ tab \t line \n snowman \u2603 clef \ud834\udd1e";
        Map<String, String> registers = new LinkedHashMap<>();
        registers.put("r0", nasty);
        CellResult cell = new CellResult(
                "vfio",
                "4.20",
                CellStatus.ERROR,
                nasty,
                List.of(new Outcome(registers, "1")),
                Map.of(),
                List.of(),
                null);
        RunResult run =
                new RunResult(List.of(new ScenarioResult("s", "", "s.scn", "", List.of(), false, List.of(cell))));

        JsonNode read = new JsonMapper().readTree(new JsonWriter().json(run));

        JsonNode back = read.at("/scenarios/0/cells/0");
        assertThat(back.at("/reason").asString()).isEqualTo(nasty);
        assertThat(back.at("/outcomes/0/registers/r0").asString()).isEqualTo(nasty);
    }

    private static RunResult example() {
        CellResult passed = new CellResult(
                "vfio",
                "4.20",
                CellStatus.PASS,
                null,
                List.of(new Outcome(Map.of("r0", "old"), "1")),
                Map.of("pinned(A)", 4L),
                List.of(
                        new ExpectationResult(18, "vfio @ ..5.8: r0 = \"old\"", true),
                        new ExpectationResult(19, "sometimes: r0 = \"new\"", null)),
                null);
        CellResult skipped = new CellResult(
                "odp", "4.20", CellStatus.SKIP, "odp has no PUT_Q (line 9)", List.of(), Map.of(), List.of(), null);
        return new RunResult(List.of(new ScenarioResult(
                "fork-cow/parent-writes-first",
                "After fork the parent writes first.",
                "scenarios/fork-cow/parent-writes-first.scn",
                "",
                List.of("002-2"),
                false,
                List.of(passed, skipped))));
    }
}
