package io.github.accelbed.scenario.language.step;

import java.util.Locale;

/** MAP_PRIVATE or MAP_SHARED. */
public enum Sharing {
    /** Copied on write. */
    PRIVATE,

    /** One object for all who map it. */
    SHARED;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
