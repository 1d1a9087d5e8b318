package io.github.accelbed.experiments.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code explore} headers.
 *
 * @param events the spontaneous events that may happen, in written order, each at most once
 * @param retries how often a retry loop is followed, 0 to 1000, or null; without effect, since the explorer cuts a retry that leads back to a state on its own way
 */
public record Exploration(
        List<SpontaneousEvent> events, @Nullable Integer retries) {

    /** The most retries that can be asked for. */
    public static final int MAX_RETRIES = 1000;

    /** No events, and the explorer's own bound on retries. */
    public static final Exploration DEFAULT = new Exploration(List.of(), null);

    /** Checks the range and copies the list. */
    public Exploration {
        events = List.copyOf(events);
        if (retries != null && (retries < 0 || retries > MAX_RETRIES)) {
            throw new IllegalArgumentException(retries + " retries");
        }
    }
}
