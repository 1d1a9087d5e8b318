package io.github.accelbed.explorer;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent on one cell before it is given up as incomplete. Results under a limit of time differ between
 * machines; under a limit of schedules they do not.
 *
 * @param time wall-clock time, longer than nothing; null for no limit
 * @param schedules interleavings, at least 1; null for no limit
 */
public record Budget(@Nullable Duration time, @Nullable Long schedules) {

    /** No limit. */
    public static final Budget NONE = new Budget(null, null);

    private static final Pattern TEXT = Pattern.compile("([0-9]+)(ms|s|m|h|)");

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is not above 0
     */
    public Budget {
        if (time != null && (time.isZero() || time.isNegative())) {
            throw new IllegalArgumentException("a budget must be longer than nothing, but is " + time);
        }
        if (schedules != null && schedules < 1) {
            throw new IllegalArgumentException("a budget must be at least 1 schedule, but is " + schedules);
        }
    }

    /**
     * Reads a budget as the command line spells it.
     *
     * @param text {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, or a whole number of schedules
     * @return the budget
     * @throws IllegalArgumentException if it is none of these, or not above 0; the message is one sentence for the user
     */
    public static Budget parse(String text) {
        String wrong = "'" + text
                + "' is no budget; expected a time as 500ms, 30s, 2m or 1h, or a whole number of schedules, above 0";
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(wrong);
        }
        try {
            return of(Long.parseLong(matcher.group(1)), matcher.group(2));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(wrong + "; this one is too large", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private static Budget of(long number, String unit) {
        return switch (unit) {
            case "ms" -> new Budget(Duration.ofMillis(number), null);
            case "s" -> new Budget(Duration.ofSeconds(number), null);
            case "m" -> new Budget(Duration.ofMinutes(number), null);
            case "h" -> new Budget(Duration.ofHours(number), null);
            default -> new Budget(null, number);
        };
    }
}
