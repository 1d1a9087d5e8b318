package io.github.accelbed.reports.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets the locale")
class CsvWriterTest {
    @Test
    void headersCarryUnitsAndRecordsEndInCrLf() {
        DataTable table = new DataTable(
                "t", List.of(Column.of("backend"), Column.of("time", "ns")), List.of(List.of("vfio", 12.5)));

        assertThat(new CsvWriter().csv(table)).isEqualTo("backend,time [ns]\r\nvfio,12.5\r\n");
    }

    @Test
    void onlyFieldsThatNeedItAreQuoted() {
        DataTable table = new DataTable(
                "t",
                List.of(Column.of("a"), Column.of("b"), Column.of("c"), Column.of("d")),
                List.of(List.of("plain", "with, comma", "say \"no\"", "two\nlines")));

        assertThat(new CsvWriter().csv(table))
                .isEqualTo("a,b,c,d\r\nplain,\"with, comma\",\"say \"\"no\"\"\",\"two\nlines\"\r\n");
    }

    @Test
    void numbersDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Values.text(1234567.25)).isEqualTo("1234567.25");
            assertThat(Values.text(1234567L)).isEqualTo("1234567");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wholeNumbersLoseTheirPoint() {
        assertThat(Values.text(4096.0)).isEqualTo("4096");
        assertThat(Values.text(-0.0)).isEqualTo("0");
        assertThat(Values.text(2e-7)).isEqualTo("2E-7");
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 5000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(Values.text(value))).isEqualTo(value);
            }
        }
    }
}
