package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code read}: a load by the process. Answers the value, or SIGSEGV or SIGBUS, and the process goes on.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param target the page
 * @param register the register that is bound to the answer, or null
 */
public record CpuRead(
        Position at,
        String process,
        PageRef target,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
