package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code mprotect}: mprotect(2). A hole in the range answers ENOMEM.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param range the pages
 * @param protection what the process may do with them from now on
 * @param register the register that is bound to the answer, or null
 */
@Syntax("mprotect {range} {protection}")
public record MprotectStep(
        Position at,
        ProcessName process,
        PageRange range,
        Protection protection,
        @Nullable String register) implements ProcessStep {}
