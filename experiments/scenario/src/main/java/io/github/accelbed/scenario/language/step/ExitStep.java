package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code exit}: exit_group(2).
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param register the register that is bound to the answer, or null
 */
@Syntax("exit")
public record ExitStep(
        Position at, ProcessName process, @Nullable String register) implements ProcessStep {}
