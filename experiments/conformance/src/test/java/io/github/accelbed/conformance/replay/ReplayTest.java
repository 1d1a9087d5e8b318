package io.github.accelbed.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.KernelVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against a ratio the wrong way round, and against a half storm that counts as a whole. */
class ReplayTest {
    private static StormTimes times(long pages, double wall, double cpu) {
        PhaseTime other = new PhaseTime(1, 1);
        return new StormTimes(
                pages,
                Map.of(
                        StormPhase.POPULATE,
                        other,
                        StormPhase.FORK,
                        other,
                        StormPhase.WRITE,
                        new PhaseTime(wall, cpu),
                        StormPhase.EXIT,
                        other));
    }

    @Test
    void theVerdictNamesTheFasterSideAndHowManyTimes() {
        assertThat(new Replay(times(100, 400_000, 200_000), times(100, 20_000, 20_000)).verdict())
                .isEqualTo(
                        "the model is 20.0 times as fast as the kernel per COW fault (10.0 times by processor time)");
        assertThat(new Replay(times(100, 20_000, 20_000), times(100, 50_000, 40_000)).verdict())
                .isEqualTo("the kernel is 2.5 times as fast as the model per COW fault (2.0 times by processor time)");
    }

    @Test
    void theMedianIsTakenPhaseByPhaseAndClockByClock() {
        StormTimes median = StormTimes.median(List.of(times(10, 900, 50), times(10, 100, 60), times(10, 200, 70)));

        assertThat(median.perPage(StormPhase.WRITE)).isEqualTo(new PhaseTime(20, 6));
        assertThat(median.perPage(StormPhase.FORK)).isEqualTo(new PhaseTime(0.1, 0.1));
    }

    @Test
    void theKernelsTimesAreReadByTheirNames() throws AgentException {
        StormTimes storm = KernelStorm.times(10, "populate 100 90\nfork 200 180\nwrite 300 270\nexit 400 360\n");

        assertThat(storm.perPage(StormPhase.POPULATE)).isEqualTo(new PhaseTime(10, 9));
        assertThat(storm.perPage(StormPhase.FORK)).isEqualTo(new PhaseTime(20, 18));
        assertThat(storm.perPage(StormPhase.WRITE)).isEqualTo(new PhaseTime(30, 27));
        assertThat(storm.perPage(StormPhase.EXIT)).isEqualTo(new PhaseTime(40, 36));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "populate 1 1\nfork 1 1\nwrite 1 1\n"})
    void aStormWithoutItsEndIsRefused(String output) {
        assertThatThrownBy(() -> KernelStorm.times(10, output))
                .isInstanceOf(AgentException.class)
                .hasMessage("the native agent stopped in the middle of its storm");
    }

    @Test
    void aLineThatIsNoTimeIsNamed() {
        assertThatThrownBy(() -> KernelStorm.times(10, "populate 1 1\nfork -1 1\nwrite 1 1\nexit 1 1\n"))
                .isInstanceOf(AgentException.class)
                .hasMessage("the native agent said 'fork -1 1' of its storm; expected 'PHASE NS CPU_NS'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.8", "5.17", "6.1", "6.18"})
    void theModelCopiesEachPageOnceOnEveryKernel(String version) {
        StormTimes storm = new ModelStorm(KernelVersion.parse(version), 1000).run();

        assertThat(storm.pages()).isEqualTo(1000);
        for (StormPhase phase : StormPhase.values()) {
            assertThat(storm.perPage(phase).wallNs()).as(phase.title()).isPositive();
        }
    }
}
