package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(new VersionRange(null, V5_9).contains(KernelVersion.parse("4.20")))
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

    @Test
    void takesInStableTreesBetweenTheEndsAndAtTheLast() {
        assertThat(VersionRange.parse("6.0..6.18").contains(KernelVersion.parse("6.1.176")))
                .isTrue();
        assertThat(VersionRange.parse("6.0..6.18").contains(KernelVersion.parse("6.18.5")))
                .isTrue();
        assertThat(VersionRange.parse("..6.18").contains(KernelVersion.parse("6.18.5")))
                .isTrue();
        assertThat(VersionRange.parse("..6.17").contains(KernelVersion.parse("6.18.5")))
                .isFalse();
        assertThat(VersionRange.parse("6.1..").contains(KernelVersion.parse("6.1.176")))
                .isTrue();
        assertThat(VersionRange.parse("6.2..").contains(KernelVersion.parse("6.1.176")))
                .isFalse();
    }

    @Test
    void aStableEndIsThatReleaseAndAReleaseAloneIsItself() {
        assertThat(VersionRange.parse("6.0..6.1.161").contains(KernelVersion.parse("6.1.162")))
                .isFalse();
        assertThat(VersionRange.parse("6.0..6.1.161").contains(KernelVersion.parse("6.1.161")))
                .isTrue();
        assertThat(VersionRange.parse("6.1.162..").contains(KernelVersion.parse("6.1")))
                .isFalse();
        assertThat(VersionRange.parse("6.1").contains(KernelVersion.parse("6.1.176")))
                .isFalse();
        assertThat(VersionRange.parse("6.1.176").contains(KernelVersion.parse("6.1")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'5.8..5.12', '5.8 5.9 5.10 5.11 5.12'",
        "'..5.1', '4.20 5.0 5.1'",
        "'7.0..', '7.0 7.1 7.2 7.3'",
        "'5.8,6.1.176, 7.0', '5.8 6.1.176 7.0'",
        "'5.19..6.1.176', '5.19 6.0 6.1 6.1.176'",
        "'6.1.176..6.3', '6.1.176 6.2 6.3'",
        "'5.9 5.8..5.10', '5.9 5.8 5.10'"
    })
    void aListNamesReleases(String list, String releases) {
        assertThat(VersionRange.list(list).stream().map(KernelVersion::toString))
                .containsExactly(releases.split(" "));
    }

    @Test
    void allIsEveryMainlineRelease() {
        assertThat(VersionRange.list("all")).isEqualTo(KernelVersion.RELEASES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5.8,,5.9", "all..5.8", "..", "5.9..5.8", "5.20", "5.8..5.20", "mainline"})
    void nothingElseIsAList(String list) {
        assertThatThrownBy(() -> VersionRange.list(list)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "5.8..5.12",
                "4.20 5.4 5.8",
                "5.8 5.9",
                "6.1.176",
                "5.0..5.3 5.5 6.1.1 6.1.2 6.1.3",
                "7.0 6.1"
            })
    void aListIsSaidInFewWords(String list) {
        assertThat(String.join(" ", VersionRange.words(VersionRange.list(list))))
                .isEqualTo(list);
    }
}
