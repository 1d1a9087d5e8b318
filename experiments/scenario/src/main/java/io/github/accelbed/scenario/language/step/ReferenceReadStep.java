package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ReferenceName;
import org.jspecify.annotations.Nullable;

/**
 * {@code read}: reads the (first) page of a reference, whatever the process has there now. Answers the value.
 *
 * @param at where the step stands
 * @param reference the acting page reference
 * @param register the register that is bound to the answer, or null
 */
@Syntax("read")
public record ReferenceReadStep(
        Position at, ReferenceName reference, @Nullable String register) implements ReferenceStep {}
