package io.github.accelbed.reports.result;

import java.util.List;

/**
 * Who was in which state when: stretches of time on lanes.
 *
 * @param head name, title, caption, source table, note
 * @param time the axis to the right
 * @param lanes from top to bottom, at least one
 * @param spans at least one; on one lane they should not overlap
 */
public record SpanChart(ChartHead head, Axis time, List<String> lanes, List<Span> spans) implements ChartSpec {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if there are no lanes or spans, a lane occurs twice, a span names a lane that is
     *     not there, or a time on a logarithmic axis is not above 0
     */
    public SpanChart {
        lanes = List.copyOf(lanes);
        spans = List.copyOf(spans);
        ChartChecks.distinctNames(head, lanes);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("the chart " + head.name() + " has nothing to draw");
        }
        for (Span span : spans) {
            Checks.index(span.lane(), lanes.size(), "lane of a span of the chart " + head.name());
            ChartChecks.fitsAxis(head, time, List.of(span.start(), span.end()));
        }
    }
}
