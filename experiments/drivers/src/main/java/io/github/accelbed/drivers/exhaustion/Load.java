package io.github.accelbed.drivers.exhaustion;

/**
 * The workload of a run.
 *
 * @param queues of the device
 * @param arrivals clients in all
 * @param holdNs mean time a client keeps its queue, from the open that succeeds
 * @param basePercent offered load before and after the peak, percent of what the queues can carry
 * @param peakPercent offered load in the peak
 * @param crashPercent clients that are killed instead of closing
 * @param forkPercent clients that fork a child which inherits the descriptors
 * @param childNs mean time such a child outlives its parent
 * @param backoffNs mean wait after the first refusal; doubles up to 16 times that
 * @param tries opens, or jobs stored into a shared work queue, after which a client gives up
 */
record Load(
        int queues,
        int arrivals,
        long holdNs,
        int basePercent,
        int peakPercent,
        int crashPercent,
        int forkPercent,
        long childNs,
        long backoffNs,
        int tries) {}
