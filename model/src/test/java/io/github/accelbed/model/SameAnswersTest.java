package io.github.accelbed.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SameAnswersTest {
    private final SameAnswers answers = new SameAnswers();
    private final KernelVersion version = new KernelVersion(5, 10).watched(answers);

    private List<String> included() {
        return KernelVersion.RELEASES.stream()
                .filter(answers::include)
                .map(KernelVersion::toString)
                .toList();
    }

    @Test
    void whatWasAskedNothingIsAnyRelease() {
        assertThat(included()).hasSameSizeAs(KernelVersion.RELEASES);
    }

    @Test
    void aWatchedVersionEqualsAnyOtherOfItsNumber() {
        assertThat(version).isEqualTo(new KernelVersion(5, 10)).hasSameHashCodeAs(new KernelVersion(5, 10));
    }

    @Test
    void eachAnswerNarrows() {
        assertThat(version.since(5, 9)).isTrue();
        assertThat(version.since(5, 14)).isFalse();

        assertThat(included()).containsExactly("5.9", "5.10", "5.11", "5.12", "5.13");
    }

    @Test
    void aFixIsAskedForByItsFirstRelease() {
        assertThat(version.has(Fix.GUP_FAST_WATCHES_FORK)).isFalse();

        assertThat(included()).endsWith("5.10").startsWith("4.20");
    }

    @Test
    void aComparisonTellsOlderSameAndNewerApart() {
        assertThat(version.compareTo(new KernelVersion(5, 8))).isPositive();
        assertThat(included()).startsWith("5.9").endsWith("7.3");

        assertThat(new KernelVersion(5, 12).compareTo(version)).isPositive();
        assertThat(included()).startsWith("5.9").endsWith("5.11");

        assertThat(version.compareTo(new KernelVersion(5, 10))).isZero();
        assertThat(included()).containsExactly("5.10");
    }

    @Test
    void aStableReleaseAnswersForItself() {
        assertThat(answers.include(KernelVersion.parse("5.10.5"))).isFalse();
    }
}
