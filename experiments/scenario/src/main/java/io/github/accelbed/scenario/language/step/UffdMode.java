package io.github.accelbed.scenario.language.step;

/** What a process asks of userfaultfd for pages. */
public enum UffdMode {
    /** Who writes to them waits. */
    PROTECT,

    /** Who waits goes on. */
    UNPROTECT
}
