package io.github.accelbed.scenario.language.step;

/** A zone in which the pages of a buffer lie, where that makes a difference to who pins them. */
public enum Zone {
    /** ZONE_MOVABLE. */
    MOVABLE,

    /** A CMA area. */
    CMA
}
