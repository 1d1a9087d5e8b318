package io.github.accelbed.explorer.text;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts as people read them. */
final class Digits {
    private Digits() {}

    /** {@code 1,234 states}, {@code 1 state}. */
    static String of(long count, String what) {
        return of(BigInteger.valueOf(count), what);
    }

    static String of(BigInteger count, String what) {
        return grouped(count) + " " + what + (count.equals(BigInteger.ONE) ? "" : "s");
    }

    /** A count of schedules, or that there is none. */
    static String schedules(@Nullable String count) {
        return count == null ? "not counted" : grouped(new BigInteger(count));
    }

    private static String grouped(BigInteger count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
