package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code clear-refs}: {@code echo 4 > /proc/PID/clear_refs}, which write-protects all pages of a process.
 *
 * @param at where the step stands
 * @param process the process whose memory it is
 * @param register the register that is bound to the answer, or null
 */
@Syntax("clear-refs {process}")
public record ClearRefsStep(
        Position at, ProcessName process, @Nullable String register) implements RootStep {
    @Override
    public Name about() {
        return process;
    }
}
