package io.github.accelbed.scenario.language.step;

/** MAP_PRIVATE or MAP_SHARED. */
public enum Sharing {
    /** Copied on write. */
    PRIVATE,

    /** One object for all who map it. */
    SHARED
}
