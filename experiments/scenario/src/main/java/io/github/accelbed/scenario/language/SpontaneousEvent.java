package io.github.accelbed.scenario.language;

import java.util.Locale;

/** What exploration may let happen between any two steps, without an actor asking for it. */
public enum SpontaneousEvent {
    /** A translation leaves the device's cache. */
    EVICT,
    /** A page is reclaimed. */
    RECLAIM,
    /** The device translates ahead of need. */
    PREFETCH,
    /** A page is moved to another frame. */
    MIGRATE;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
