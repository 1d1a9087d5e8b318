package io.github.accelbed.claims;

/** In which way a claim speaks of its cells. */
public enum Sense {
    /** That something is so in every cell. */
    ALWAYS,
    /** That something can happen: on a row and kernel it does if one of the scenarios shows it. */
    CAN,
    /** How many or how much; judged as {@link #ALWAYS}, and the counts are shown. */
    COUNT
}
