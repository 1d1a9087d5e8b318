package io.github.accelbed.drivers.shared;

/**
 * A run in which the first process always has one more job.
 *
 * @param inFlight jobs that it has at the device at most
 * @param outcome what came of it
 */
record Greed(int inFlight, Outcome outcome) {}
