package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code close}: the library's orderly close of a queue, or close(2) on its own descriptor only.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param raw whether this is close(2) only
 * @param register the register that is bound to the answer, or null
 */
public record CloseQueue(
        Position at,
        String process,
        String queue,
        boolean raw,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
