package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code write}: writes the (first) page of a reference. Answers ok, or EFAULT through a read-only one.
 *
 * @param at where the step stands
 * @param reference the acting page reference
 * @param value what is stored
 * @param register the register that is bound to the answer, or null
 */
@Syntax("write {value}")
public record ReferenceWriteStep(
        Position at,
        ReferenceName reference,
        Value value,
        @Nullable String register) implements ReferenceStep {}
