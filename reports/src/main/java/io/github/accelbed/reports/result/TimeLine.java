package io.github.accelbed.reports.result;

import java.util.List;

/**
 * What each actor did in one cell, step by step.
 *
 * @param lanes from top to bottom: each process's CPU, then kernel, IOMMU and devices
 * @param events in the order in which they started (equal starts in the order in which the model took them)
 * @param notes what a reader must know of the figures, such as "rests on an unverified cost: unpin per page"
 */
public record TimeLine(List<Lane> lanes, List<TimeLineEvent> events, List<String> notes) {
    private static final double PS_PER_NS = 1000;

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if an event names a lane that is not there, or starts before its predecessor
     */
    public TimeLine {
        lanes = List.copyOf(lanes);
        events = List.copyOf(events);
        notes = List.copyOf(notes);
        double last = 0;
        for (TimeLineEvent event : events) {
            Checks.index(event.lane(), lanes.size(), "lane of the event " + event.label());
            if (event.startNs() < last) {
                throw new IllegalArgumentException("the event " + event.label() + " starts before its predecessor");
            }
            last = event.startNs();
        }
    }

    /**
     * When the last step ends.
     *
     * @return ns since the run began; 0 without events
     */
    public double endNs() {
        return events.stream().mapToDouble(TimeLineEvent::endNs).max().orElse(0);
    }

    /**
     * The same steps with their times counted from the start of the first.
     *
     * @return a copy
     */
    public TimeLine fromItsFirstStep() {
        double first = events.isEmpty() ? 0 : events.get(0).startNs();
        return new TimeLine(
                lanes,
                events.stream()
                        .map(event -> new TimeLineEvent(
                                event.lane(),
                                event.label(),
                                Math.rint((event.startNs() - first) * PS_PER_NS) / PS_PER_NS,
                                event.durationNs(),
                                event.statementLine(),
                                event.statement(),
                                event.note()))
                        .toList(),
                notes);
    }
}
