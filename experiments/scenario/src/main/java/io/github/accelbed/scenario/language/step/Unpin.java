package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code unpin}: ends a {@code pin} or a {@code get}.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param reference the page reference
 * @param register the register that is bound to the answer, or null
 */
public record Unpin(
        Position at,
        String process,
        String reference,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
