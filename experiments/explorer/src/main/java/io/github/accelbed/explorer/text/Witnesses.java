package io.github.accelbed.explorer.text;

/** For which outcomes a witness is printed. */
public enum Witnesses {
    /** For every one. */
    ALL,
    /** For those that are not as expected, and those that a {@code sometimes} or {@code never} asks about. */
    UNEXPECTED,
    /** For none. */
    NONE
}
