package io.github.accelbed.reports.result;

/**
 * One stretch of time on a lane of a span chart.
 *
 * @param lane index into the chart's lanes, from 0
 * @param state what goes on in it; spans of one state share a colour and a legend entry
 * @param backend whose colour the state takes, such as {@code vfio}; empty for a state that is no backend's
 * @param start on the chart's time axis, finite
 * @param end on the chart's time axis, not before {@code start}
 */
public record Span(int lane, String state, String backend, double start, double end) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the state is blank, a time not finite, or the end before the start
     */
    public Span {
        Checks.notBlank(state, "span state");
        Checks.finite(start, "span start");
        Checks.finite(end, "span end");
        if (end < start) {
            throw new IllegalArgumentException("a span ends at " + end + ", before its start at " + start);
        }
    }
}
