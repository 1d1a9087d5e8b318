package io.github.accelbed.drivers.exhaustion;

/**
 * The state of a run at one moment.
 *
 * @param ns when
 * @param arrived clients so far
 * @param served clients that got a queue so far
 * @param holding clients that have one now
 * @param waiting clients that were refused and will try again
 * @param refused clients that gave up so far
 * @param children children that outlive their parents and hold its descriptors
 * @param freeHardware hardware queues that belong to nobody and to no instance; of a shared work queue, its free entries
 * @param freeForClient queues that a client could get
 * @param mdevs instances
 */
record Sample(
        long ns,
        int arrived,
        int served,
        int holding,
        int waiting,
        int refused,
        int children,
        int freeHardware,
        long freeForClient,
        long mdevs) {}
