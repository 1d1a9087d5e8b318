package io.github.accelbed.reports.data;

import java.math.BigDecimal;
import java.math.MathContext;

/** Spells the values of a data table the same way on every machine. */
public final class Values {
    private static final double LARGEST_PLAIN = 1e15;
    private static final double SMALLEST_PLAIN = 1e-6;

    private Values() {}

    /**
     * A value without loss: a {@code Double} reads back as the same number, in plain digits unless it is very large or
     * very small; whole ones lose their ".0".
     *
     * @param value a {@code String}, {@code Boolean}, {@code Integer}, {@code Long} or finite {@code Double}
     * @return its text, the same in every locale
     */
    public static String text(Object value) {
        return value instanceof Double number ? number(number) : value.toString();
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        // BigDecimal rather than Double.toString: the latter's digits differ between JDK 17 and 19.
        BigDecimal exact = shortest(value).stripTrailingZeros();
        return size < LARGEST_PLAIN && size >= SMALLEST_PLAIN ? exact.toPlainString() : exact.toString();
    }

    /** The shortest decimal that reads back as the same double. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17));
    }
}
