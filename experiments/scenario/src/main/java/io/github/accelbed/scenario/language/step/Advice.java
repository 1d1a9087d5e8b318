package io.github.accelbed.scenario.language.step;

/** The advice of a {@code madvise}, named as the kernel's MADV_ constants are. */
public enum Advice {
    /** Drop the pages now. */
    DONTNEED,

    /** Pages may be dropped later, unless written first (MADV_FREE). */
    FREE,

    /** Children do not get the range. */
    DONTFORK,

    /** Undo {@code dontfork}. */
    DOFORK,

    /** Children find the range zeroed. */
    WIPEONFORK,

    /** Undo {@code wipeonfork}. */
    KEEPONFORK,

    /** Fault the pages in now. */
    POPULATE,

    /** Take the pages out of the shared object too: a hole in the file (MADV_REMOVE). */
    REMOVE,

    /** KSM may merge the pages with others that hold the same. */
    MERGEABLE,

    /** Undo {@code mergeable}. */
    UNMERGEABLE,

    /** Make huge pages of the small ones now (MADV_COLLAPSE). */
    COLLAPSE
}
