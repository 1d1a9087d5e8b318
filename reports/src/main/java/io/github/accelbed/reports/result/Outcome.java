package io.github.accelbed.reports.result;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a cell can end.
 *
 * @param registers what each register of the scenario holds at the end, in the order in which they are bound
 * @param schedules how many interleavings end this way: a decimal count of at least 1, as text because it may exceed a
 *     {@code long}; {@code "1"} in a plain run; null if an exploration did not count them
 * @param counters the counters that expectations read, by their text (such as {@code stale(q)}): two outcomes of one cell may
 *     differ in nothing else; empty in a plain run, whose cell has them
 * @param end null if the run came to its end; otherwise why it did not, such as {@code deadlock: ...} or {@code error: line
 *     7: ...}
 * @param asExpected whether it breaks none of the cell's {@code always} and {@code never} lines and came to its end
 * @param faults what went wrong on the way and was answered, such as an IO page fault; each once, in order of the first
 * @param witness the steps of one run that ends this way; null if none was kept
 */
public record Outcome(
        Map<String, String> registers,
        @Nullable String schedules,
        Map<String, Long> counters,
        @Nullable String end,
        boolean asExpected,
        List<String> faults,
        @Nullable TimeLine witness) {
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]*");

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if {@code schedules} is not a decimal count of at least 1, {@code end} is blank, or a
     *     run that did not come to its end is called as expected
     */
    public Outcome {
        registers = Checks.ordered(registers);
        counters = Checks.ordered(counters);
        faults = List.copyOf(faults);
        if (schedules != null && !COUNT.matcher(schedules).matches()) {
            throw new IllegalArgumentException("schedules must be a count of at least 1, but is '" + schedules + "'");
        }
        if (end != null) {
            Checks.notBlank(end, "the end of an outcome");
            if (asExpected) {
                throw new IllegalArgumentException("an outcome cannot be as expected and end in '" + end + "'");
            }
        }
    }

    /**
     * The outcome of a plain run.
     *
     * @param registers what each register holds at the end, in the order in which they are bound
     * @param schedules {@code "1"}
     */
    public Outcome(Map<String, String> registers, String schedules) {
        this(registers, schedules, Map.of(), null, true, List.of(), null);
    }
}
