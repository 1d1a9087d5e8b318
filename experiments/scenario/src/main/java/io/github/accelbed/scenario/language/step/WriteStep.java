package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code write}: a store by the process. Answers ok, or SIGSEGV or SIGBUS, and the process goes on.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param target the page
 * @param value what is stored
 * @param register the register that is bound to the answer, or null
 */
@Syntax("write {target} {value}")
public record WriteStep(
        Position at,
        ProcessName process,
        PageRef target,
        Value value,
        @Nullable String register) implements ProcessStep {}
