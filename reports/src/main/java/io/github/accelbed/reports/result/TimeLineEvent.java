package io.github.accelbed.reports.result;

import org.jspecify.annotations.Nullable;

/**
 * One step on a time line.
 *
 * @param lane index into the time line's lanes, from 0
 * @param label the kernel function (or device action) that the step stands for
 * @param startNs simulated time of its start, in ns since the run began, not negative
 * @param durationNs how long it takes, in ns, not negative; 0 is a step that the cost table does not charge
 * @param statementLine the line of the scenario's file that caused it, from 1; 0 if no statement did (exit, worker)
 * @param statement the text of that statement, or what to call the group of steps if there is none
 * @param note something to know about this step, such as a page that it found stale; null if nothing
 */
public record TimeLineEvent(
        int lane,
        String label,
        double startNs,
        double durationNs,
        int statementLine,
        String statement,
        @Nullable String note) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number is negative or not finite, or the label blank
     */
    public TimeLineEvent {
        if (lane < 0) {
            throw new IllegalArgumentException("lane must not be negative, but is " + lane);
        }
        Checks.notBlank(label, "label");
        Checks.notNegative(startNs, "startNs");
        Checks.notNegative(durationNs, "durationNs");
        if (statementLine < 0) {
            throw new IllegalArgumentException("statementLine must not be negative, but is " + statementLine);
        }
    }

    /**
     * When the step ends.
     *
     * @return ns since the run began
     */
    public double endNs() {
        return startNs + durationNs;
    }
}
