package io.github.accelbed.uacce;

/**
 * Which entries of {@code struct uacce_ops} (linux/uacce.h) a driver fills in; those that every driver needs are not asked for.
 *
 * @param availableInstances {@code get_available_instances}
 * @param mmap {@code mmap}
 * @param ioctl {@code ioctl}
 * @param isolateState {@code get_isolate_state}
 * @param strategyRead {@code isolate_err_threshold_read}
 * @param strategyWrite {@code isolate_err_threshold_write}
 */
record UacceOps(
        boolean availableInstances,
        boolean mmap,
        boolean ioctl,
        boolean isolateState,
        boolean strategyRead,
        boolean strategyWrite) {
    /** HiSilicon's queue manager fills in all of them. */
    static final UacceOps QM = new UacceOps(true, true, true, true, true, true);

    /** A driver with queues and nothing else. */
    static final UacceOps LEAST = new UacceOps(false, false, false, false, false, false);
}
