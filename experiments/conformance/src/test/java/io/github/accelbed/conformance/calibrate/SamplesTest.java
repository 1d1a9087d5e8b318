package io.github.accelbed.conformance.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.cost.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against prices from half a run or from a line that was misread. */
class SamplesTest {
    @Test
    void samplesAndReasonsComeBackByPrice() throws AgentException {
        Samples samples = Samples.parse("""
                sample syscall 1 1000 165000
                skip pin-per-page io_uring_setup: Operation not permitted
                sample syscall 2 1000 166000
                end
                """);

        assertThat(samples.of(Cost.SYSCALL)).containsExactly(new Sample(1, 1000, 165000), new Sample(2, 1000, 166000));
        assertThat(samples.skipped(Cost.PIN_PER_PAGE)).isEqualTo("io_uring_setup: Operation not permitted");
        assertThat(samples.of(Cost.PIN_PER_PAGE)).isEmpty();
        assertThat(samples.skipped(Cost.SYSCALL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample syscall 1 1000",
                "sample syscall 1 1000 -5",
                "sample syscall 1 1000 5 5",
                "sample syscall 1 1000 9999999999999999999",
                "sample nope 1 1000 5",
                "skip syscall",
                "skip nope because",
                "Segmentation fault",
                ""
            })
    void aLineOfAnotherFormIsNamed(String line) {
        assertThatThrownBy(() -> Samples.parse("sample syscall 1 1000 5\n" + line + "\nend\n"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("line 2 of the native agent's measurements is '" + line + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sample syscall 1 1000 5\n", "sample syscall 1 1000 5\nend\nsample syscall 2 1000 5\n"})
    void anOutputWithoutItsEndIsRefused(String output) {
        assertThatThrownBy(() -> Samples.parse(output))
                .isInstanceOf(AgentException.class)
                .hasMessage("the native agent stopped in the middle of its measurements");
    }
}
