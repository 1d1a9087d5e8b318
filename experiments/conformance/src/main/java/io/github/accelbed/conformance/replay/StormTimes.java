package io.github.accelbed.conformance.replay;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long one storm took.
 *
 * @param pages how many pages, at least 1
 * @param phases the time of each part
 */
public record StormTimes(long pages, Map<StormPhase, PhaseTime> phases) {

    /** Copies the times, of which none may be missing. */
    public StormTimes {
        phases = Map.copyOf(phases);
        if (pages < 1 || phases.size() != StormPhase.values().length) {
            throw new IllegalArgumentException(pages + " pages, " + phases);
        }
    }

    /**
     * The median of several storms of one size, phase by phase.
     *
     * @param storms at least one
     * @return the medians
     */
    public static StormTimes median(List<StormTimes> storms) {
        Map<StormPhase, PhaseTime> medians = new EnumMap<>(StormPhase.class);
        for (StormPhase phase : StormPhase.values()) {
            medians.put(
                    phase,
                    PhaseTime.median(
                            storms.stream().map(storm -> storm.of(phase)).toList()));
        }
        return new StormTimes(storms.get(0).pages(), medians);
    }

    /**
     * Time per page.
     *
     * @param phase which part
     * @return its time divided by the number of pages
     */
    public PhaseTime perPage(StormPhase phase) {
        return of(phase).over(pages);
    }

    private PhaseTime of(StormPhase phase) {
        return Objects.requireNonNull(phases.get(phase), phase.title());
    }
}
