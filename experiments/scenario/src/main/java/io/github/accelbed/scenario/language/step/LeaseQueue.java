package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code lease}: asks a manager of mdevs for an instance and opens the one that it names, without trying any other. Answers ok, ESRCH if
 * the manager is dead, EBUSY if it knows of no free instance and can create none, or what {@code open} answers.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue, introduced here
 * @param device the scenario's default device
 * @param manager the process that manages the device's mdevs, from its first lease on
 * @param register the register that is bound to the answer, or null
 */
public record LeaseQueue(
        Position at,
        String process,
        String queue,
        String device,
        String manager,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
