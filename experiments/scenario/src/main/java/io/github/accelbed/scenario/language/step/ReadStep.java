package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code read}: a load by the process. Answers the value, or SIGSEGV or SIGBUS, and the process goes on.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param target the page
 * @param register the register that is bound to the answer, or null
 */
@Syntax("read {target}")
public record ReadStep(
        Position at,
        ProcessName process,
        PageRef target,
        @Nullable String register) implements ProcessStep {}
