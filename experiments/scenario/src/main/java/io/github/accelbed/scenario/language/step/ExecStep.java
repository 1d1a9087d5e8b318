package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code exec}: execve(2): fresh memory, and close-on-exec descriptors closed. The new program maps again what it keeps.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param kept a buffer of a memfd whose descriptor survives, which the new program maps at the same place; or null
 * @param register the register that is bound to the answer, or null
 */
@Syntax("exec [keeping {kept}]")
public record ExecStep(
        Position at,
        ProcessName process,
        @Nullable BufferName kept,
        @Nullable String register) implements ProcessStep {}
