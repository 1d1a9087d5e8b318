package io.github.accelbed.scenario.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final List<String> KERNELS = List.of("7.0", "7.1", "7.2", "7.3");
    private static final List<String> SOME = List.of("4.20", "5.4", "5.8", "5.10");

    @ParameterizedTest
    @CsvSource({"0, 0 ns", "999, 999 ns", "1500, 1.50 us", "12345678, 12.3 ms", "2.5e10, 25 s"})
    void aTimeHasTheUnitThatSuitsIt(double ns, String text) {
        assertThat(Words.time(ns)).isEqualTo(text);
    }

    @Test
    void neighbouringKernelsThatAgreeAreSaidOnce() {
        assertThat(Words.byKernel(KERNELS, kernel -> "none")).isEqualTo("none on every kernel");
        assertThat(Words.byKernel(KERNELS, kernel -> kernel.equals("7.3") ? "none" : "6"))
                .isEqualTo("6 from 7.0 to 7.2, none from 7.3 on");
        assertThat(Words.byKernel(KERNELS, kernel -> kernel.equals("7.0") ? "6" : "none"))
                .isEqualTo("6 on 7.0, none from 7.1 on");
    }

    @Test
    void noRangeIsSaidOfReleasesThatNobodyAsked() {
        assertThat(Words.byKernel(SOME, kernel -> kernel.equals("5.10") ? "none" : "6"))
                .isEqualTo("6 on 4.20, 5.4 and 5.8, none on 5.10");
        assertThat(Words.byKernel(SOME, kernel -> "none")).isEqualTo("none on every kernel");
    }

    @Test
    void kernelsAreLeftOutWhereTheyMakeNoDifference() {
        assertThat(Words.kernelsFirst(KERNELS, kernel -> "nothing")).isEqualTo("nothing");
        assertThat(Words.kernelsFirst(KERNELS, kernel -> kernel.equals("7.2") ? "a PASID" : "nothing"))
                .isEqualTo("from 7.0 to 7.1 nothing, on 7.2 a PASID, from 7.3 on nothing");
    }

    @Test
    void namesOfWhichTheSameIsTrueAreSaidTogether() {
        assertThat(Words.each(List.of("uacce", "vfio", "odp"), name -> name.equals("vfio") ? "an mdev" : "nothing"))
                .isEqualTo("uacce and odp nothing; vfio an mdev");
    }
}
