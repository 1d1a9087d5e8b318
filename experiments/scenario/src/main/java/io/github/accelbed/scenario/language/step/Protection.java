package io.github.accelbed.scenario.language.step;

import java.util.Locale;

/** What a process may do with a VMA: PROT_NONE, PROT_READ, or PROT_READ and PROT_WRITE. */
public enum Protection {
    /** No access. */
    NONE,

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
