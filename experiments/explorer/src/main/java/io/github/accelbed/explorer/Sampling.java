package io.github.accelbed.explorer;

/**
 * Random schedules in place of all of them.
 *
 * @param schedules how many are taken in each cell, at least 1
 * @param seed of their choices; equal seeds take equal schedules
 */
public record Sampling(long schedules, long seed) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if no schedule is asked for
     */
    public Sampling {
        if (schedules < 1) {
            throw new IllegalArgumentException("at least 1 schedule must be sampled, not " + schedules);
        }
    }
}
