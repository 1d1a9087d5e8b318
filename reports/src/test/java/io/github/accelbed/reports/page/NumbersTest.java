package io.github.accelbed.reports.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void timesHaveThreeDigitsAndTheUnitThatFits() {
        assertThat(Numbers.time(0)).isEqualTo("0 ns");
        assertThat(Numbers.time(3.4)).isEqualTo("3.4 ns");
        assertThat(Numbers.time(999.4)).isEqualTo("999 ns");
        assertThat(Numbers.time(999.9)).isEqualTo("1 µs");
        assertThat(Numbers.time(2_300)).isEqualTo("2.3 µs");
        assertThat(Numbers.time(54_321)).isEqualTo("54.3 µs");
        assertThat(Numbers.time(10e6)).isEqualTo("10 ms");
        assertThat(Numbers.time(1.5e9)).isEqualTo("1.5 s");
    }
}
