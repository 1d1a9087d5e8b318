package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code fork}: fork(2).
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param child the new process, introduced here
 * @param register the register that is bound to the answer, or null
 */
@Syntax("fork {child}")
public record ForkStep(
        Position at,
        ProcessName process,
        ProcessName child,
        @Nullable String register) implements ProcessStep {}
