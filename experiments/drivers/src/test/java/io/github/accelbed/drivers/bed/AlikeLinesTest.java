package io.github.accelbed.drivers.bed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.LineSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlikeLinesTest {
    private static AlikeLines lines() {
        return new AlikeLines(List.of(1.0, 2.0));
    }

    @Test
    void linesThatDifferByNoMoreThanAHundredthOfTheAxisAreOneWithTheFirstOnesValues() {
        AlikeLines lines = lines();
        lines.add("a", "uacce", List.of(0.0, 100.0));
        lines.add("b", "odp", List.of(1.0, 100.0));
        lines.add("c", "vfio", List.of(2.0, 100.0));
        assertThat(lines.series()).extracting(LineSeries::name).containsExactly("a and b", "c");
        assertThat(lines.series().get(0).y()).containsExactly(0.0, 100.0);
        assertThat(lines.series().get(0).backend()).isEqualTo("uacce");
        assertThat(lines.others()).isEmpty();
    }

    @Test
    void whatMostOfManyRowsShareIsCalledTheOthersAndTheCaptionNamesThem() {
        AlikeLines lines = lines();
        lines.add("one", "", List.of(5.0, 5.0));
        for (int i = 1; i <= 9; i++) {
            lines.add("r" + i, "", List.of(0.0, 0.0));
        }
        assertThat(lines.series()).extracting(LineSeries::name).containsExactly("one", "the others");
        assertThat(lines.others()).isEqualTo(" The others are r1, r2, r3, r4, r5, r6, r7, r8 and r9.");
    }
}
