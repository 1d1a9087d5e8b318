package io.github.accelbed.scenario.language.step;

/** What a process may do with a VMA: PROT_NONE, PROT_READ, or PROT_READ and PROT_WRITE. */
public enum Protection {
    /** No access. */
    NONE,

    /** Read only. */
    RO,

    /** Read and write. */
    RW
}
