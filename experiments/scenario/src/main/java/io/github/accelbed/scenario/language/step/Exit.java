package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code exit}: exit_group(2).
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param register the register that is bound to the answer, or null
 */
public record Exit(Position at, String process, @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
