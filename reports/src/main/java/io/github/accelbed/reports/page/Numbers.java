package io.github.accelbed.reports.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Spells numbers for people, the same in every locale. */
public final class Numbers {
    private static final MathContext DIGITS = new MathContext(3);

    private Numbers() {}

    /**
     * A time.
     *
     * @param ns in ns
     * @return three digits and the unit that fits: {@code 0 ns}, {@code 152 ns}, {@code 2.3 µs}, {@code 10 ms}
     */
    public static String time(double ns) {
        if (ns >= 999.5e6) {
            return digits(ns / 1e9) + " s";
        }
        if (ns >= 999.5e3) {
            return digits(ns / 1e6) + " ms";
        }
        if (ns >= 999.5) {
            return digits(ns / 1e3) + " µs";
        }
        return digits(ns) + " ns";
    }

    /**
     * A count.
     *
     * @param value any
     * @return its digits in groups of three, with narrow blanks between
     */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    /** A coordinate: at most one digit after the point. */
    static String px(double value) {
        double tenth = Math.round(value * 10) / 10.0;
        return tenth == Math.rint(tenth) ? Long.toString((long) tenth) : Double.toString(tenth);
    }

    private static String digits(double value) {
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
