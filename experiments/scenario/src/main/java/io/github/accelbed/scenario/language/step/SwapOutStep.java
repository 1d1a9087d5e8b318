package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code swapout}: reclaim of a process's pages, as far as they can be.
 *
 * @param at where the step stands
 * @param process the process whose pages they are
 * @param range the pages
 * @param register the register that is bound to the answer, or null
 */
@Syntax("swapout {process} {range}")
public record SwapOutStep(
        Position at,
        ProcessName process,
        PageRange range,
        @Nullable String register) implements RootStep {
    @Override
    public Name about() {
        return process;
    }
}
