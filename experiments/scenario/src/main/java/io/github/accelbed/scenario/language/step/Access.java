package io.github.accelbed.scenario.language.step;

import java.util.Locale;

/** What a mapping, a pin or a reference lets its holder do. */
public enum Access {
    /** Read only. */
    RO,

    /** Read and write. */
    RW;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
