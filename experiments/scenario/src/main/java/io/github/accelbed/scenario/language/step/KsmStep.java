package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code ksm}: the kernel's thread that merges pages of the same contents has come by a range, or by all memory, often enough.
 *
 * @param at where the step stands
 * @param process the process whose memory it is, or null for all
 * @param range the pages, or null for all that may be merged
 * @param register the register that is bound to the answer, or null
 */
@Syntax("ksm [{process}] [{range}]")
public record KsmStep(
        Position at,
        @Nullable ProcessName process,
        @Nullable PageRange range,
        @Nullable String register) implements RootStep {
    @Override
    public @Nullable Name about() {
        return process;
    }
}
