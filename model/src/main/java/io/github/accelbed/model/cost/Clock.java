package io.github.accelbed.model.cost;

import io.github.accelbed.model.Tally;

/**
 * Simulated time. It moves only when a step is charged, so two runs of one input read the same times.
 *
 * <p>A plain run is serial: one step at a time moves the one clock.
 */
public final class Clock {
    @Tally("elapsed")
    private long nowPs;

    /**
     * Simulated time since the start.
     *
     * @return picoseconds
     */
    public long nowPs() {
        return nowPs;
    }

    /**
     * Moves the clock.
     *
     * @param ps picoseconds, 0 or more
     */
    public void advance(long ps) {
        nowPs += ps;
    }
}
