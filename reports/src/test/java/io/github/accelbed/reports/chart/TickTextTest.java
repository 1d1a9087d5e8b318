package io.github.accelbed.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickTextTest {
    @Test
    void ticksAreShort() {
        assertThat(TickText.of(0)).isEqualTo("0");
        assertThat(TickText.of(0.25)).isEqualTo("0.25");
        assertThat(TickText.of(950)).isEqualTo("950");
        assertThat(TickText.of(12_000)).isEqualTo("12\u2009000");
        assertThat(TickText.of(1_500_000)).isEqualTo("1.5 M");
        assertThat(TickText.of(2e9)).isEqualTo("2 G");
        assertThat(TickText.of(-40)).isEqualTo("-40");
    }
}
