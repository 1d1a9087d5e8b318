package io.github.accelbed.reports.page;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/** Spells numbers for people, the same in every locale. */
public final class Numbers {
    private static final MathContext THREE = new MathContext(3);
    private static final MathContext FOUR = new MathContext(4);

    private Numbers() {}

    /**
     * A time.
     *
     * @param ns in ns
     * @return three digits and the unit that fits: {@code 0 ns}, {@code 152 ns}, {@code 2.3 µs}, {@code 10 ms}
     */
    public static String time(double ns) {
        return time(ns, THREE);
    }

    /** A point in time: four digits, or short steps that follow each other would seem to start together. */
    static String instant(double ns) {
        return time(ns, FOUR);
    }

    private static String time(double ns, MathContext digits) {
        if (ns >= 999.5e6) {
            return rounded(ns / 1e9, digits) + " s";
        }
        if (ns >= 999.5e3) {
            return rounded(ns / 1e6, digits) + " ms";
        }
        if (ns >= 999.5) {
            return rounded(ns / 1e3, digits) + " µs";
        }
        return rounded(ns, digits) + " ns";
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

    /** A count that may exceed a {@code long}. */
    static String count(String digits) {
        return String.format(Locale.ROOT, "%,d", new BigInteger(digits)).replace(',', '\u202f');
    }

    /** A coordinate: at most one digit after the point. */
    static String px(double value) {
        double tenth = Math.round(value * 10) / 10.0;
        return tenth == Math.rint(tenth) ? Long.toString((long) tenth) : Double.toString(tenth);
    }

    private static String rounded(double value, MathContext digits) {
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value).round(digits).stripTrailingZeros().toPlainString();
    }
}
