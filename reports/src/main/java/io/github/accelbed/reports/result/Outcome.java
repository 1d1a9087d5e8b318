package io.github.accelbed.reports.result;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * One way in which a cell can end.
 *
 * @param registers what each register of the scenario holds at the end, in the order in which they are bound
 * @param schedules how many interleavings end this way: a decimal count of at least 1, as text because it may exceed a
 *     {@code long}; {@code "1"} in a plain run
 */
public record Outcome(Map<String, String> registers, String schedules) {
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]*");

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if {@code schedules} is not a decimal count of at least 1
     */
    public Outcome {
        registers = Checks.ordered(registers);
        if (!COUNT.matcher(schedules).matches()) {
            throw new IllegalArgumentException("schedules must be a count of at least 1, but is '" + schedules + "'");
        }
    }
}
