package io.github.accelbed.experiments.experiment.exhaustion;

/**
 * What a client that got a queue paid for it.
 *
 * @param client its id
 * @param waitedNs from its arrival to the open that succeeded
 * @param tries opens, the good one included
 * @param syscalls of the good open up to the first DMA
 * @param allSyscalls those of the refused opens included
 * @param adminSteps that root had to take for it
 * @param firstDmaNs from the good open to the end of the first DMA
 */
record SetUp(
        int client, long waitedNs, int tries, long syscalls, long allSyscalls, long adminSteps, double firstDmaNs) {}
