package io.github.accelbed.reports.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WhereTest {
    private static final List<String> ALL = List.of("4.20", "5.4", "5.8", "5.10", "6.1");

    @Test
    void neighboursBecomeRangesAndTheNewestStaysOpen() {
        assertThat(where("4.20", "5.4", "5.8")).isEqualTo("4.20..5.8");
        assertThat(where("5.10", "6.1")).isEqualTo("5.10..");
        assertThat(where("4.20", "5.8", "5.10", "6.1")).isEqualTo("4.20, 5.8..");
        assertThat(where("5.4")).isEqualTo("5.4");
    }

    @Test
    void allOfThemAreSaidInWords() {
        assertThat(where("4.20", "5.4", "5.8", "5.10", "6.1")).isEqualTo("all kernels");
        assertThat(Where.of("mm", List.of("6.1"), List.of("6.1")).kernels()).isEqualTo("6.1");
    }

    @Test
    void versionsAreOrderedByNumber() {
        assertThat(List.of("5.10", "5.8", "4.20", "5.9", "7.0").stream().sorted(KernelOrder.OLDEST_FIRST))
                .containsExactly("4.20", "5.8", "5.9", "5.10", "7.0");
    }

    private static String where(String... some) {
        return Where.of("vfio", List.of(some), ALL).kernels();
    }
}
