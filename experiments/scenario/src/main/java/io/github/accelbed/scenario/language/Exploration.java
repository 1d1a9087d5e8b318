package io.github.accelbed.scenario.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code explore} headers.
 *
 * @param events the spontaneous events that may happen, in written order, each at most once
 * @param retries how often in one statement something may be done again because of a collision, 0 to 1000; null for as often as it happens
 */
public record Exploration(
        List<SpontaneousEvent> events, @Nullable Integer retries) {

    /** The most retries that can be asked for. */
    public static final int MAX_RETRIES = 1000;

    /** No events, and no bound on retries. */
    public static final Exploration DEFAULT = new Exploration(List.of(), null);

    /** Checks the range and copies the list. */
    public Exploration {
        events = List.copyOf(events);
        if (retries != null && (retries < 0 || retries > MAX_RETRIES)) {
            throw new IllegalArgumentException(retries + " retries");
        }
    }
}
