package io.github.accelbed.drivers.pressure;

/**
 * What the clients want.
 *
 * @param clients how many come, one after the other
 * @param pages of each buffer
 * @param memlockPages RLIMIT_MEMLOCK of each process, pages
 */
record Load(int clients, int pages, long memlockPages) {}
