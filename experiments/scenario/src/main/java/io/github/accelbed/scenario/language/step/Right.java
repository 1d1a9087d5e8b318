package io.github.accelbed.scenario.language.step;

/** What a mapping, a pin or a reference lets its holder do. */
public enum Right {
    /** Read only. */
    RO,

    /** Read and write. */
    RW
}
