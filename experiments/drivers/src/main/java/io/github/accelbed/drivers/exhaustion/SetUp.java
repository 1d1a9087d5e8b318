package io.github.accelbed.drivers.exhaustion;

/**
 * What a client that got a queue paid for it.
 *
 * @param client its id
 * @param waitedNs from its arrival to the try that succeeded
 * @param tries opens, or jobs stored into a shared work queue; the good one included
 * @param syscalls of the good open up to the first DMA, the request to a manager included
 * @param allSyscalls those of the refused opens included
 * @param adminSteps that root had to take for it
 * @param firstDmaNs of the good open and all up to the end of the first DMA, waiting left out
 */
record SetUp(
        int client, long waitedNs, int tries, long syscalls, long allSyscalls, long adminSteps, double firstDmaNs) {}
