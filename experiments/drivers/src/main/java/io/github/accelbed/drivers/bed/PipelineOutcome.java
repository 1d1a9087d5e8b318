package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.Errno;
import java.util.List;

/**
 * What one run of a {@link Pipeline} gave.
 *
 * @param failed how the first failing stage failed, OK if none did
 * @param right whether the last stage's answer and the data in memory are what the stages make of the input
 * @param pinnedPages page references held for DMA at the end, set-up's included
 * @param syscalls calls that the process made during the run, so after set-up
 * @param elapsedNs simulated time of the run
 * @param stages what each stage's queue counted since it was opened, in order
 */
public record PipelineOutcome(
        Errno failed, boolean right, long pinnedPages, long syscalls, double elapsedNs, List<StageCounts> stages) {

    /**
     * Counters of one stage's queue.
     *
     * @param faults device faults
     * @param stale touches of another page than the process's own
     * @param translations frames that the device can reach without a fault at the end
     * @param invalidations invalidations that reached it
     */
    public record StageCounts(long faults, long stale, long translations, long invalidations) {}

    /** Copies the list. */
    public PipelineOutcome {
        stages = List.copyOf(stages);
    }

    /**
     * Device faults of all stages.
     *
     * @return 0 or more
     */
    public long faults() {
        return stages.stream().mapToLong(StageCounts::faults).sum();
    }

    /**
     * Stale touches of all stages.
     *
     * @return 0 or more
     */
    public long stale() {
        return stages.stream().mapToLong(StageCounts::stale).sum();
    }

    /**
     * Invalidations that reached any of the stages.
     *
     * @return 0 or more
     */
    public long invalidations() {
        return stages.stream().mapToLong(StageCounts::invalidations).sum();
    }

    /**
     * Frames that the devices can reach without a fault, summed over them.
     *
     * @return 0 or more
     */
    public long translations() {
        return stages.stream().mapToLong(StageCounts::translations).sum();
    }
}
