package io.github.accelbed.explorer.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against outcomes that are hidden, cells that are confused, and a witness that cannot be followed. */
final class ExplorationTextTest {
    private static final List<Scenario> SCENARIOS =
            List.of(new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), List.of()))
                    .parse("race.scn", HandMade.SCENARIO));

    private static String text(Witnesses witnesses) {
        return String.join("\n", new ExplorationText(SCENARIOS, witnesses).lines(HandMade.result())) + "\n";
    }

    @ParameterizedTest
    @EnumSource(Witnesses.class)
    void theTextIsTheOneThatWasReadAndFoundRight(Witnesses witnesses) throws IOException {
        Golden.check("explore-" + witnesses.name().toLowerCase(java.util.Locale.ROOT) + ".txt", text(witnesses));
    }

    @Test
    void kernelsThatSawTheSameShareOneTable() {
        assertThat(text(Witnesses.NONE))
                .containsOnlyOnce("uacce on all kernels (5.8..6.18): pass")
                .containsOnlyOnce("vfio on 6.1..: error")
                .containsOnlyOnce("vfio on 5.8: incomplete")
                .containsOnlyOnce("odp on all kernels (5.8..6.18): skip");
    }

    @Test
    void anOutcomeThatSometimesAsksAboutIsWitnessedAndOneThatIsOnlyAsExpectedIsNot() {
        assertThat(text(Witnesses.UNEXPECTED))
                .contains("outcome 2: r0 = EFAULT, r1 = ok, stale(q) = 0")
                .contains("outcome 2, not as expected: r0 = 0")
                .doesNotContain("outcome 1");
        assertThat(text(Witnesses.NONE)).doesNotContain("outcome 2").doesNotContain("switch");
    }

    @Test
    void anInterruptedStatementShowsItsStepsAndAWholeOneDoesNot() {
        assertThat(text(Witnesses.ALL)).contains("zap_pte_range x2").doesNotContain("uacce_fops_open");
    }

    @Test
    void columnsStandInTheSameOrderWhoeverComesFirst() {
        List<Lane> lanes = List.of(new Lane("A CPU", LaneKind.CPU), new Lane("device q", LaneKind.DEVICE));
        TimeLineEvent read = new TimeLineEvent(1, "dma_read", 0, 1, 5, "q: read b -> r", null);
        TimeLineEvent write = new TimeLineEvent(0, "do_wp_page", 1, 1, 6, "A: write b 1", null);
        Outcome outcome = new Outcome(Map.of("r", "0"), "1");

        assertThat(new WitnessText(outcome, new TimeLine(lanes, List.of(read, write), List.of())).lines(Wrap.WIDTH))
                .first()
                .isEqualTo("  | A         | q");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 7, 30})
    void noLineIsWiderThan120ColumnsHoweverManyActorsThereAre(int actors) {
        List<Lane> lanes = new ArrayList<>();
        List<TimeLineEvent> events = new ArrayList<>();
        for (int i = 0; i < actors; i++) {
            lanes.add(new Lane("A" + i + " CPU", LaneKind.CPU));
        }
        for (int i = 0; i < 2 * actors; i++) {
            String statement = "A" + i % actors + ": write a_buffer_with_a_rather_long_name[" + i + "] \"and a value\"";
            events.add(new TimeLineEvent(
                    i % actors, "do_wp_page_or_another_function", i, 1, i % actors + 1, statement, null));
        }
        Outcome outcome =
                new Outcome(Map.of("r", "x".repeat(300)), "1", Map.of(), null, true, List.of("y ".repeat(200)), null);

        List<String> witness = new WitnessText(outcome, new TimeLine(lanes, events, List.of())).lines(Wrap.WIDTH);
        List<String> table = new OutcomeTable(List.of(outcome)).lines(Wrap.WIDTH);

        assertThat(witness).allMatch(line -> line.length() <= Wrap.WIDTH);
        assertThat(table).allMatch(line -> line.length() <= Wrap.WIDTH);
        assertThat(IntStream.range(0, actors))
                .allMatch(i -> String.join("", witness).contains("A" + i));
    }
}
