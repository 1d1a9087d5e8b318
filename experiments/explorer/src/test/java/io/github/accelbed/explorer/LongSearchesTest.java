package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards against explorations that break off, lose an outcome, or settle what they did not see. */
class LongSearchesTest {
    private static CellResult cell(String file, Reduction reduction, Sampling sampling) {
        ScenarioFiles files = new ScenarioFiles(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
        RunSettings run = new RunSettings(List.of(), List.of(), CostTable.defaults(), 1, true);
        Path path = Path.of("src/test/resources", file + ".scn");
        return new Explorer(new ExploreSettings(run, Budget.NONE, reduction, sampling))
                .explore(files.read(List.of(path.toString())), done -> {})
                .scenarios()
                .get(0)
                .cells()
                .get(0);
    }

    private static Set<String> values(CellResult cell, String register) {
        return cell.outcomes().stream()
                .map(outcome -> outcome.registers().get(register))
                .collect(Collectors.toSet());
    }

    @Test
    void aCallOfMoreStepsThanAStackHasRoomForIsExploredToItsEnd() {
        CellResult cell = cell("engine/long-call-after-a-par", Reduction.STATES, null);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        assertThat(cell.explored().states()).isGreaterThan(5_000);
    }

    @ParameterizedTest
    @EnumSource
    void aCountSeesACallBeforeAndAfterItWhateverIsReduced(Reduction reduction) {
        CellResult cell = cell("engine/count-under-reduced-orders", reduction, null);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        assertThat(values(cell, "r")).containsExactlyInAnyOrder("0", "1");
    }

    @Test
    void samplesThatWereGivenUpSettleNothing() {
        CellResult cell = cell("sampling/samples-of-a-long-schedule", Reduction.STATES, new Sampling(5, 1));

        assertThat(cell.status()).isEqualTo(CellStatus.INCOMPLETE);
        assertThat(cell.explored().complete()).isFalse();
        assertThat(cell.outcomes()).isEmpty();
        assertThat(cell.expectations()).allMatch(line -> line.met() == null);
    }

    @ParameterizedTest
    @EnumSource
    void anEventThatHasBegunIsNeverLeftInTheMiddle(Reduction reduction) {
        CellResult cell = cell("engine/event-is-never-stranded", reduction, null);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        assertThat(values(cell, "r1")).isSubsetOf("0", "1", "2");
    }
}
