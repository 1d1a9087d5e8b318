package io.github.accelbed.fuzzer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of step that can be written.
 *
 * @param weight how often it is tried
 * @param line writes one without a register, and tells the sketch; null if nothing fits
 */
record Verb(int weight, Supplier<@Nullable String> line) {}
