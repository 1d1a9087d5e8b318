package io.github.accelbed.drivers.shared;

/**
 * The machine and the work on it, the same for every row.
 *
 * @param queues hardware queues of a device that hands out a queue to each process
 * @param depth entries of the work queue that all processes share
 * @param engines that take jobs from the queues, of every device
 * @param pages that a job reads
 * @param intervalNs mean time between two jobs of a process
 * @param durationNs how long jobs come, and are counted
 * @param pauseNs how long a program waits on average after an ENQCMD that found the queue full; 0 to repeat it at once
 * @param jitterPercent how far a repetition's time, pause included, differs from the mean at most
 * @param seed of everything random
 */
record Load(
        int queues,
        int depth,
        int engines,
        int pages,
        long intervalNs,
        long durationNs,
        long pauseNs,
        int jitterPercent,
        long seed) {

    Load withDepth(int entries) {
        return new Load(queues, entries, engines, pages, intervalNs, durationNs, pauseNs, jitterPercent, seed);
    }
}
