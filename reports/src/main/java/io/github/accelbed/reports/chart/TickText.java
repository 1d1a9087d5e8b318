package io.github.accelbed.reports.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Spells the numbers in a chart: three digits at most where that loses nothing a reader could see. */
final class TickText {
    private static final MathContext DIGITS = new MathContext(3);

    private TickText() {}

    /** A tick's label or a cell's figure: {@code 0.25}, {@code 950}, {@code 12 000}, {@code 1.5 M}. */
    static String of(double value) {
        double size = Math.abs(value);
        if (size < 1e-12) {
            return "0";
        }
        if (size >= 1e6) {
            return size >= 1e9 ? scaled(value, 1e9, " G") : scaled(value, 1e6, " M");
        }
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', '\u2009');
        }
        return scaled(value, 1, "");
    }

    private static String scaled(double value, double by, String suffix) {
        BigDecimal rounded = new BigDecimal(value / by).round(DIGITS).stripTrailingZeros();
        return rounded.toPlainString() + suffix;
    }
}
