package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningKernelTest {

    @ParameterizedTest
    @CsvSource({
        "6.18.44-fc, 6.18.44",
        "6.1.0-18-amd64, 6.1",
        "5.15.0, 5.15",
        "7.0-rc3, 7.0",
        "6.8, 6.8",
        "8.1.2, 7.3",
        "4.19.300, 4.20"
    })
    void theNumbersOfTheReleaseAreItsVersionIfItIsKnown(String release, String version) throws AgentException {
        assertThat(RunningKernel.of(release, "", false).version()).hasToString(version);
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.0-50-amd64, false, '', 6.1.0-50-amd64",
        "6.1.0-50-amd64, true, own, 6.1.0-50-amd64 (own)",
        "6.1.176-lab, false, lab, 6.1.176-lab",
        "6.1.176-lab, true, lab, 6.1.176-lab"
    })
    void aBuildThatIsNoDistributionsHasAName(String release, boolean own, String build, String name)
            throws AgentException {
        RunningKernel kernel = RunningKernel.of(release, "", own);
        assertThat(kernel.build()).isEqualTo(build);
        assertThat(kernel.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "6", "600.1.2"})
    void aReleaseWithoutAVersionIsRefused(String release) {
        assertThatThrownBy(() -> RunningKernel.of(release, "", false))
                .isInstanceOf(AgentException.class)
                .hasMessage("the running kernel calls itself '" + release + "', which begins with no version");
    }
}
