package io.github.accelbed.model.step;

/** Whose time a step takes; the swim lanes of a time line. */
public enum Lane {
    /** The CPU of the process that acts, in user or kernel mode. */
    CPU,
    /** A kernel worker: fault work queues, reclaim, an administrator's sysfs write. */
    KERNEL,
    /** The IOMMU: table walks, its TLB, invalidation commands. */
    IOMMU,
    /** The device: its engine, its own tables, its resume logic. */
    DEVICE
}
