package io.github.accelbed.fuzzer;

/**
 * A random program: a scenario of one cell.
 *
 * @param number which one of its seed, from 0
 * @param text the scenario as text, with one kernel and one row
 * @param explored whether it is small enough to be taken in every order
 */
record Program(long number, String text, boolean explored) {}
