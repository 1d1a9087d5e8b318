package io.github.accelbed.model.access;

import io.github.accelbed.model.Unwoven;

/** The steps of a scenario that not every row offers. */
@Unwoven
public enum AccessStep {
    /** Get a queue and set it up to the first job. */
    OPEN,
    /** Only open(2). */
    OPEN_RAW,
    /** Share another queue's container, context or protection domain. */
    OPEN_WITH,
    /** Open a named instance and no other. */
    OPEN_OF,
    /** Keep the descriptors over exec. */
    OPEN_INHERIT,
    /** The library's orderly close. */
    CLOSE,
    /** close(2) of the queue's own descriptor. */
    CLOSE_RAW,
    /** dup(2) of the queue's own descriptor. */
    DUP,
    /** Make a range known to the device. */
    MAP,
    /** The same at a device address that the caller chooses. */
    MAP_AT,
    /** Undo {@link #MAP}. */
    UNMAP,
    /** Give a range that was made known other rights. */
    REREG,
    /** Tell a mapping that stays where the memory is now, after an exec. */
    MAP_VADDR,
    /** Tell a mapping that stays that the process's address of it is no longer good. */
    UNMAP_VADDR,
    /** The raw call that starts a queue. */
    START,
    /** The raw call that puts a queue. */
    PUT,
    /** mmap of a queue's region. */
    REGION,
    /** munmap of it. */
    UNREGION,
    /** mremap of it. */
    MREMAP_REGION,
    /** A job that a named process submits, by a store to the area that it has of the queue. */
    SUBMIT,
    /** The raw call that binds a queue to the address space behind a PASID that the program names. */
    BIND,
    /** Fault injection: the device tags a queue's transactions with another queue's PASID. */
    TAG,
    /** An administrator's write to {@code create}. */
    CREATE_MDEV,
    /** An administrator's write to {@code remove}. */
    REMOVE_MDEV,
    /** Hardware error isolation. */
    ISOLATE,
    /** Surprise removal. */
    UNPLUG
}
