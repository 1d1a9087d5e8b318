package io.github.accelbed.drivers.bed;

/**
 * What a {@link Pipeline} took before its first run, for all of its devices.
 *
 * @param registrations calls that made the buffer known to a device and that entered the kernel
 * @param copiedPages pages that were copied because other memory took the buffer's place
 * @param syscalls system calls of the process, opening included
 * @param adminSteps an administrator's steps
 * @param ns simulated time
 */
public record PipelineSetUp(long registrations, long copiedPages, long syscalls, long adminSteps, double ns) {}
