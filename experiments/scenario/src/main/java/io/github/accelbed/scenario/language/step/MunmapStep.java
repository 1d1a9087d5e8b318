package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code munmap}: munmap(2). A hole in the range answers ok.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param range the pages
 * @param register the register that is bound to the answer, or null
 */
@Syntax("munmap {range}")
public record MunmapStep(
        Position at,
        ProcessName process,
        PageRange range,
        @Nullable String register) implements ProcessStep {}
