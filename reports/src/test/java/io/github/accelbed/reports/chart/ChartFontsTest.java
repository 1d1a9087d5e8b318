package io.github.accelbed.reports.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.reports.result.ReportException;
import org.junit.jupiter.api.Test;

class ChartFontsTest {
    @Test
    void aMachineWithFontsIsAccepted() {
        ChartFonts.check();
    }

    @Test
    void whateverJavaThrowsWithoutFontsBecomesOneSentence() {
        assertThatThrownBy(() -> ChartFonts.check(text -> {
                    throw new InternalError("java.lang.reflect.InvocationTargetException");
                }))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("no fonts found for the charts: install fontconfig and a font");
        assertThatThrownBy(() -> ChartFonts.check(text -> {
                    throw new NullPointerException();
                }))
                .isInstanceOf(ReportException.class);
        assertThatThrownBy(() -> ChartFonts.check(text -> {
                    throw new UnsatisfiedLinkError("libfreetype.so.6");
                }))
                .isInstanceOf(ReportException.class);
    }

    @Test
    void textWithoutWidthMeansNoFonts() {
        assertThatThrownBy(() -> ChartFonts.check(text -> 0)).isInstanceOf(ReportException.class);
    }
}
