package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import org.junit.jupiter.api.Test;

class VersionRangeTest {

    private static final KernelVersion V5_8 = KernelVersion.parse("5.8");
    private static final KernelVersion V5_9 = KernelVersion.parse("5.9");
    private static final KernelVersion V5_10 = KernelVersion.parse("5.10");

    @Test
    void includesBothEnds() {
        VersionRange range = new VersionRange(V5_9, V5_10);

        assertThat(range.contains(V5_8)).isFalse();
        assertThat(range.contains(V5_9)).isTrue();
        assertThat(range.contains(V5_10)).isTrue();
        assertThat(range.contains(KernelVersion.parse("5.11"))).isFalse();
    }

    @Test
    void isUnboundedWhereAnEndIsMissing() {
        assertThat(new VersionRange(V5_9, null).contains(KernelVersion.parse("7.0")))
                .isTrue();
        assertThat(new VersionRange(null, V5_9).contains(KernelVersion.parse("2.6")))
                .isTrue();
        assertThat(new VersionRange(null, V5_9).contains(V5_10)).isFalse();
    }

    @Test
    void cannotBeEmptyOrWithoutAnyEnd() {
        assertThatThrownBy(() -> new VersionRange(V5_10, V5_9)).hasMessage("no kernel is in 5.10..5.9");
        assertThatThrownBy(() -> new VersionRange(null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsTheShortestForm() {
        assertThat(new VersionRange(V5_9, V5_9)).hasToString("5.9");
        assertThat(new VersionRange(V5_9, null)).hasToString("5.9..");
        assertThat(new VersionRange(null, V5_9)).hasToString("..5.9");
        assertThat(new VersionRange(V5_8, V5_9)).hasToString("5.8..5.9");
    }
}
