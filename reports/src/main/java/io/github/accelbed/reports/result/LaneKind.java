package io.github.accelbed.reports.result;

import java.util.Locale;

/** What a lane of a time line stands for. */
public enum LaneKind {
    /** The CPU on which one process runs, in user space and in its own system calls and faults. */
    CPU,
    /** Kernel work that no process does in its own name: workers, workqueues, fault handlers. */
    KERNEL,
    /** The IOMMU: table walks, IOTLB, invalidation queue, page requests. */
    IOMMU,
    /** The device with its queues. */
    DEVICE;

    /**
     * The kind in small letters, for style classes and data files.
     *
     * @return {@code cpu}, {@code kernel}, {@code iommu} or {@code device}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
