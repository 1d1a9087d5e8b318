package io.github.accelbed.reports.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("sets a property of the JVM")
class JsonWriterTest {
    @Test
    void theDocumentedExamplesAreWhatIsWritten() throws IOException {
        String[] parts = Files.readString(Path.of("../docs/json.md")).split("```(json\n)?", -1);

        assertThat(new JsonWriter().json(example())).isEqualTo(parts[1]);
        assertThat(new JsonWriter().json(explored())).isEqualTo(parts[3]);
    }

    @Test
    void aPlainRunHasNoKeyOfAnExploration() {
        assertThat(new JsonWriter().json(example()))
                .doesNotContain("witness", "asExpected", "faults", "\"end\"", "explored");
    }

    @Test
    void timesAreWrittenToThePicosecondAndNeverAsPowersOfTen() {
        assertThat(new JsonWriter().json(explored()))
                .contains("\"durationNs\" : 12000000", "\"startNs\" : 0.3")
                .doesNotContainPattern("[0-9]E[0-9+-]");
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
                null,
                null,
                false);
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
                null,
                null,
                false);
        CellResult skipped = new CellResult(
                "odp",
                "4.20",
                CellStatus.SKIP,
                "odp has no PUT_Q (line 9)",
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                false);
        return new RunResult(List.of(new ScenarioResult(
                "fork-cow/parent-writes-first",
                "After fork the parent writes first.",
                "scenarios/fork-cow/parent-writes-first.scn",
                "",
                List.of("002-2"),
                false,
                List.of(passed, skipped))));
    }

    private static RunResult explored() {
        Map<String, String> registers = new LinkedHashMap<>();
        registers.put("r0", "old");
        TimeLine witness = new TimeLine(
                List.of(new Lane("A CPU", LaneKind.CPU), new Lane("device q", LaneKind.DEVICE)),
                List.of(
                        new TimeLineEvent(0, "copy_page_range", 0, 0.1 + 0.2, 9, "A: fork B", null),
                        new TimeLineEvent(1, "dma_read", 0.1 + 0.2, 12e6, 12, "q: read buf[0] -> r0", "stale")),
                List.of());
        Outcome late = new Outcome(
                registers, "70", Map.of("stale(q)", 1L), null, false, List.of("IO page fault of q at buf[0]"), witness);
        CellResult cell = new CellResult(
                "vfio",
                "4.20",
                CellStatus.FAIL,
                null,
                List.of(late),
                Map.of(),
                List.of(new ExpectationResult(18, "never: stale(q) > 0", false)),
                null,
                new Explored(
                        "every order",
                        true,
                        96,
                        141,
                        "70",
                        0,
                        List.of("evict"),
                        List.of("mmap_lock -> group_rwsem: A in munmap\ngroup_rwsem -> mmap_lock: q in iopf")),
                false);
        return new RunResult(List.of(new ScenarioResult("race", "", "race.scn", "", List.of(), false, List.of(cell))));
    }
}
