package io.github.accelbed.experiments.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.experiments.conform.agent.AgentException;
import io.github.accelbed.model.KernelVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against a ratio the wrong way round, and against a half storm that counts as a whole. */
class ReplayTest {
    private static StormTimes times(long pages, double write) {
        return new StormTimes(
                pages,
                Map.of(StormPhase.POPULATE, 1.0, StormPhase.FORK, 1.0, StormPhase.WRITE, write, StormPhase.EXIT, 1.0));
    }

    @Test
    void theVerdictNamesTheFasterSideAndHowManyTimes() {
        assertThat(new Replay(times(100, 200_000), times(100, 20_000)).verdict())
                .isEqualTo("the model is 10.0 times as fast as the kernel per COW fault");
        assertThat(new Replay(times(100, 20_000), times(100, 50_000)).verdict())
                .isEqualTo("the kernel is 2.5 times as fast as the model per COW fault");
    }

    @Test
    void theMedianIsTakenPhaseByPhase() {
        StormTimes median = StormTimes.median(List.of(times(10, 900), times(10, 100), times(10, 200)));

        assertThat(median.nsPerPage(StormPhase.WRITE)).isEqualTo(20);
        assertThat(median.nsPerPage(StormPhase.FORK)).isEqualTo(0.1);
    }

    @Test
    void theKernelsTimesAreReadByTheirNames() throws AgentException {
        StormTimes storm = KernelStorm.times(10, "populate 100\nfork 200\nwrite 300\nexit 400\n");

        assertThat(storm.nsPerPage(StormPhase.POPULATE)).isEqualTo(10);
        assertThat(storm.nsPerPage(StormPhase.FORK)).isEqualTo(20);
        assertThat(storm.nsPerPage(StormPhase.WRITE)).isEqualTo(30);
        assertThat(storm.nsPerPage(StormPhase.EXIT)).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "populate 1\nfork 1\nwrite 1\n"})
    void aStormWithoutItsEndIsRefused(String output) {
        assertThatThrownBy(() -> KernelStorm.times(10, output))
                .isInstanceOf(AgentException.class)
                .hasMessage("the native agent stopped in the middle of its storm");
    }

    @Test
    void aLineThatIsNoTimeIsNamed() {
        assertThatThrownBy(() -> KernelStorm.times(10, "populate 1\nfork -1\nwrite 1\nexit 1\n"))
                .isInstanceOf(AgentException.class)
                .hasMessage("the native agent said 'fork -1' of its storm; expected 'PHASE NS'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.8", "5.17", "6.1", "6.18"})
    void theModelCopiesEachPageOnceOnEveryKernel(String version) {
        StormTimes storm = new ModelStorm(KernelVersion.parse(version), 1000).run();

        assertThat(storm.pages()).isEqualTo(1000);
        for (StormPhase phase : StormPhase.values()) {
            assertThat(storm.nsPerPage(phase)).as(phase.title()).isPositive();
        }
    }
}
