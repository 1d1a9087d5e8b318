package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code dup}: dup(2) of a queue's descriptor.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param copy the second name, introduced here
 * @param register the register that is bound to the answer, or null
 */
public record DupQueue(
        Position at,
        String process,
        String queue,
        String copy,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
