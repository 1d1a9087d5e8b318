package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import org.jspecify.annotations.Nullable;

/**
 * {@code unpin}: ends a {@code pin} or a {@code get}.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param reference the page reference
 * @param register the register that is bound to the answer, or null
 */
@Syntax("unpin {reference}")
public record UnpinStep(
        Position at,
        ProcessName process,
        ReferenceName reference,
        @Nullable String register) implements ProcessStep {}
