package io.github.accelbed.conformance.calibrate;

/**
 * One raw measurement of the native agent.
 *
 * @param round which repetition, from 1
 * @param x how many pages or calls, 0 or more
 * @param ns how long they took together, nanoseconds
 */
record Sample(int round, long x, long ns) {}
