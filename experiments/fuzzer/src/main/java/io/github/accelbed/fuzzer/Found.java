package io.github.accelbed.fuzzer;

/**
 * A mistake that programs show, with the smallest program that was found to show it.
 *
 * @param first the first program that shows it
 * @param programs how many show it
 * @param name a name for its file, without an ending
 * @param text the shrunk scenario, with what failed in comments on top
 */
public record Found(Failure first, long programs, String name, String text) {}
