package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code open}: all of the row's set-up of a queue up to the first job, {@code map} excluded. Answers ok or the first
 * failing call's errno, after undoing the earlier ones.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue, introduced here
 * @param device the device; the scenario's default device if the text names none
 * @param with the queue whose container, context or protection domain is shared, or null for an own one
 * @param inherit whether the descriptors survive an exec
 * @param raw whether this is open(2) only
 * @param register the register that is bound to the answer, or null
 */
public record OpenQueue(
        Position at,
        String process,
        String queue,
        String device,
        @Nullable String with,
        boolean inherit,
        boolean raw,
        @Nullable String register)
        implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
