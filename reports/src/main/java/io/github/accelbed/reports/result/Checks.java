package io.github.accelbed.reports.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Argument checks that several records share. */
final class Checks {
    private static final Pattern FILE_STEM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private Checks() {}

    static String notBlank(String value, String what) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return value;
    }

    /** A name that also becomes a file name: no folder, no space, nothing that a file system minds. */
    static String fileStem(String value, String what) {
        if (!FILE_STEM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be made of letters, digits, '.', '_' and '-', but is '" + value + "'");
        }
        return value;
    }

    static double finite(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be a finite number, but is " + value);
        }
        return value;
    }

    static double notNegative(double value, String what) {
        if (!(finite(value, what) >= 0)) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + value);
        }
        return value;
    }

    static long notNegative(long value, String what) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + value);
        }
        return value;
    }

    static int index(int value, int size, String what) {
        if (value < 0 || value >= size) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be in 0..%d, but is %d", what, size - 1, value));
        }
        return value;
    }

    /** An unmodifiable copy in the given order ({@link Map#copyOf} would lose it). */
    static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
