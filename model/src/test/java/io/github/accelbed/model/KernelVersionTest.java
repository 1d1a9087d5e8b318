package io.github.accelbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"2.6", "4.20", "5.9", "5.10", "6.0", "7.0"})
    void aVersionReadsAsItIsWritten(String text) {
        assertThat(KernelVersion.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "5.", ".9", "5.8.12", "v5.8", "5.8-rc1", "5.08", "05.8", " 5.8", "5,8", "5.100", "0.1", "-5.8",
                "٥.٨"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> KernelVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text
                        + "' is no kernel version; write two numbers such as 5.9 (stable releases are not modelled)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.99"})
    void noKernelIsOlderThan2(String text) {
        assertThatThrownBy(() -> KernelVersion.parse(text)).hasMessage("no kernel version: " + text);
    }

    @ParameterizedTest
    @CsvSource({"5.9, 5.10", "4.20, 5.0", "5.99, 6.0"})
    void versionsOrderByNumber(String older, String newer) {
        KernelVersion low = KernelVersion.parse(older);
        KernelVersion high = KernelVersion.parse(newer);
        assertThat(low).isLessThan(high);
        assertThat(high.atLeast(low)).isTrue();
        assertThat(low.atLeast(high)).isFalse();
        assertThat(low.atLeast(low)).isTrue();
        assertThat(high.since(low.major(), low.minor())).isTrue();
        assertThat(low.since(high.major(), high.minor())).isFalse();
        assertThat(low.since(low.major(), low.minor())).isTrue();
    }
}
