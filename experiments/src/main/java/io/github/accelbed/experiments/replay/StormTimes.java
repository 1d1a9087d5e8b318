package io.github.accelbed.experiments.replay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How long one storm took.
 *
 * @param pages how many pages, at least 1
 * @param ns nanoseconds of each phase
 */
public record StormTimes(long pages, Map<StormPhase, Double> ns) {

    /** Copies the times, of which none may be missing. */
    public StormTimes {
        ns = Map.copyOf(ns);
        if (pages < 1 || ns.size() != StormPhase.values().length) {
            throw new IllegalArgumentException(pages + " pages, " + ns);
        }
    }

    /**
     * The median of several storms of one size, phase by phase.
     *
     * @param storms at least one
     * @return the medians
     */
    public static StormTimes median(List<StormTimes> storms) {
        Map<StormPhase, Double> medians = new EnumMap<>(StormPhase.class);
        for (StormPhase phase : StormPhase.values()) {
            double[] times =
                    storms.stream().mapToDouble(storm -> storm.ns(phase)).toArray();
            medians.put(phase, StatUtils.percentile(times, 50));
        }
        return new StormTimes(storms.get(0).pages(), medians);
    }

    private double ns(StormPhase phase) {
        return ns.getOrDefault(phase, Double.NaN);
    }

    /**
     * Time per page.
     *
     * @param phase which part
     * @return nanoseconds, more than 0 unless the clock stood still
     */
    public double nsPerPage(StormPhase phase) {
        return ns(phase) / pages;
    }

    @Override
    public String toString() {
        return Arrays.toString(
                Arrays.stream(StormPhase.values()).mapToDouble(this::nsPerPage).toArray());
    }
}
