package io.github.accelbed.reports.result;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cell's interleavings were explored, and how much of them.
 *
 * @param method such as {@code every order}, {@code partial-order reduction} or {@code 1000 samples, seed 7}
 * @param complete whether nothing that the method asks for was left out; false if the budget ended before
 * @param states how many different states were visited
 * @param transitions how many steps were taken between them
 * @param schedules how many interleavings there are (or were sampled), in decimal digits; null if they were not counted
 * @param cutRetries how many runs were given up because a retry loop was followed as often as allowed
 * @param events the spontaneous events that could happen, such as {@code evict}
 * @param lockCycles the circles in which locks are taken over all interleavings, each told as lockdep does, in several
 *     lines
 */
public record Explored(
        String method,
        boolean complete,
        long states,
        long transitions,
        @Nullable String schedules,
        long cutRetries,
        List<String> events,
        List<String> lockCycles) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the method is blank, a count negative, or {@code schedules} no decimal count
     */
    public Explored {
        Checks.notBlank(method, "method");
        Checks.notNegative(states, "states");
        Checks.notNegative(transitions, "transitions");
        Checks.notNegative(cutRetries, "cutRetries");
        if (schedules != null && new BigInteger(schedules).signum() < 0) {
            throw new IllegalArgumentException("schedules must not be negative, but is " + schedules);
        }
        events = List.copyOf(events);
        lockCycles = List.copyOf(lockCycles);
    }
}
