package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code kill}: SIGKILL of the acting process, by somebody else.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param register the register that is bound to the answer, or null
 */
@Syntax("kill")
public record KillStep(
        Position at, ProcessName process, @Nullable String register) implements ProcessStep {}
