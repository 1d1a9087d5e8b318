package io.github.accelbed.conformance.replay;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How long one part of a storm took.
 *
 * @param wallNs nanoseconds by the clock on the wall
 * @param cpuNs nanoseconds of processor time of the one who did it; less where it waited for a processor
 */
public record PhaseTime(double wallNs, double cpuNs) {

    static PhaseTime median(List<PhaseTime> times) {
        return new PhaseTime(
                StatUtils.percentile(
                        times.stream().mapToDouble(PhaseTime::wallNs).toArray(), 50),
                StatUtils.percentile(
                        times.stream().mapToDouble(PhaseTime::cpuNs).toArray(), 50));
    }

    PhaseTime over(long pages) {
        return new PhaseTime(wallNs / pages, cpuNs / pages);
    }
}
