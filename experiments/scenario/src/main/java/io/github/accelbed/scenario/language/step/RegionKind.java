package io.github.accelbed.scenario.language.step;

import java.util.Locale;

/** A part of a queue that a process can map. */
public enum RegionKind {
    /** The doorbell registers. */
    MMIO,

    /** The memory that device, user and kernel share (UACCE_QFRT_DUS). */
    DUS;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
