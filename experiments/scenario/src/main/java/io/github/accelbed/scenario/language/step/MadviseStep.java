package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code madvise}: madvise(2). A hole in the range answers ENOMEM.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param range the pages
 * @param advice the advice
 * @param register the register that is bound to the answer, or null
 */
@Syntax("madvise {range} {advice}")
public record MadviseStep(
        Position at,
        ProcessName process,
        PageRange range,
        Advice advice,
        @Nullable String register) implements ProcessStep {}
