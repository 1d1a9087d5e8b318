package io.github.accelbed.drivers.setup;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one job took beyond what was there before it.
 *
 * @param syscalls system calls of the process
 * @param adminSteps root's steps
 * @param registrations calls that make a buffer known and that enter the kernel
 * @param locks how often each lock was taken, by its name
 * @param ns simulated time
 */
record Effort(long syscalls, long adminSteps, long registrations, Map<String, Long> locks, double ns) {

    Effort {
        locks = new TreeMap<>(locks);
    }

    long lockCount() {
        return locks.values().stream().mapToLong(Long::longValue).sum();
    }
}
