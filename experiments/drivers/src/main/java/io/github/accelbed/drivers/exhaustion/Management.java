package io.github.accelbed.drivers.exhaustion;

/**
 * What a manager does and suffers.
 *
 * @param everyNs how often it gives back what nobody uses; 0 for no manager
 * @param crashNs how long a crashing one lives until its next creation of an mdev is its last; 0 for one that never crashes
 * @param downNs how long until it is started again
 */
record Management(long everyNs, long crashNs, long downNs) {
    static final Management NONE = new Management(0, 0, 0);

    /** What is left of it under another care. */
    Management under(Care care) {
        return switch (care) {
            case NONE -> NONE;
            case MANAGER -> new Management(everyNs, 0, 0);
            case CRASHING_MANAGER -> this;
        };
    }
}
