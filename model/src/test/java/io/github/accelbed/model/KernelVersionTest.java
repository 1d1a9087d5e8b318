package io.github.accelbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.9", "5.10", "6.0", "7.3", "6.1.176", "5.19.999"})
    void aVersionReadsAsItIsWritten(String text) {
        assertThat(KernelVersion.parse(text)).hasToString(text);
    }

    @Test
    void theStableNumberZeroIsMainline() {
        assertThat(KernelVersion.parse("6.1.0")).isEqualTo(KernelVersion.parse("6.1"));
        assertThat(KernelVersion.parse("6.1.176").mainline()).isEqualTo(KernelVersion.parse("6.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5.",
                ".9",
                "5.8.",
                "5.8.1000",
                "5.8.012",
                "5.8.1.2",
                "v5.8",
                "5.8-rc1",
                "5.08",
                "05.8",
                " 5.8",
                "5,8",
                "5.100",
                "0.1",
                "-5.8",
                "٥.٨"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> KernelVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'" + text
                                + "' is no kernel version; write a release such as 5.9, or a stable one such as 6.1.176, whose last number is below 1000");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 4.20",
        "2.6, 4.20",
        "4.19, 4.20",
        "4.21, 4.20",
        "5.20, 5.19",
        "6.20, 6.19",
        "7.4, 7.3",
        "9.9, 7.3",
        "99.0, 7.3",
        "4.19.5, 4.20"
    })
    void aReleaseThatNobodyKnowsIsRefusedWithTheNearest(String text, String nearest) {
        assertThatThrownBy(() -> KernelVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("the nearest known one is " + nearest);
    }

    @Test
    void theKnownReleasesAreInOrderAndWithoutAGap() {
        assertThat(KernelVersion.RELEASES).isSorted().hasSize(45).doesNotHaveDuplicates();
        assertThat(KernelVersion.RELEASES.get(0)).hasToString("4.20");
        assertThat(KernelVersion.RELEASES.get(44)).hasToString("7.3");
        assertThat(KernelVersion.RELEASES)
                .filteredOn(KernelVersion::isThinlyCovered)
                .extracting(KernelVersion::toString)
                .containsExactly("7.1", "7.2", "7.3");
    }

    @ParameterizedTest
    @CsvSource({"5.9, 5.10", "4.20, 5.0", "5.19, 6.0", "6.1, 6.1.1", "6.1.9, 6.1.10", "6.1.176, 6.2"})
    void versionsOrderByNumber(String older, String newer) {
        assertThat(KernelVersion.parse(older)).isLessThan(KernelVersion.parse(newer));
    }

    @ParameterizedTest
    @CsvSource({"5.9, 5.10, false", "5.10, 5.9, true", "6.1.176, 6.1, true", "6.1.176, 6.2, false", "7.0, 5.19, true"})
    void rulesAskSinceWhichMainlineRelease(String version, String first, boolean since) {
        KernelVersion release = KernelVersion.parse(first);
        assertThat(KernelVersion.parse(version).since(release.major(), release.minor()))
                .isEqualTo(since);
    }

    @ParameterizedTest
    @CsvSource({
        "6.18, false",
        "6.19, true",
        "7.3, true",
        "6.18.7, false",
        "6.18.8, true",
        "6.1, false",
        "6.1.161, false",
        "6.1.162, true",
        "6.12.67, false",
        "6.12.68, true",
        "6.0.999, false"
    })
    void aFixIsInMainlineAndInTheStableTreesThatTookIt(String version, boolean there) {
        assertThat(KernelVersion.parse(version).has(Fix.UACCE_PUT_ONLY_STOPS)).isEqualTo(there);
    }

    @Test
    void aBackportIsOlderThanItsMainlineReleaseAndThereIsOneABranch() {
        for (Fix fix : Fix.values()) {
            assertThat(fix.commit()).matches("[0-9a-f]{12}");
            assertThat(fix.mainline()).isEqualTo(fix.mainline().mainline());
            assertThat(fix.backports())
                    .allMatch(backport -> backport.from().stable() > 0)
                    .allMatch(backport -> backport.from().compareTo(fix.mainline()) < 0)
                    .extracting(backport -> backport.from().mainline())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }
}
