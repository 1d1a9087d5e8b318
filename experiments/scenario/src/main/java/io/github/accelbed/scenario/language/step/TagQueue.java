package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code tag}: fault injection; from now on the device tags the queue's transactions with another queue's PASID. Answers {@code ok}, or EINVAL
 * if that queue has none.
 *
 * @param at where the step stands
 * @param queue the acting queue
 * @param as whose PASID; the acting queue itself for the right one
 * @param register the register that is bound to the answer, or null
 */
public record TagQueue(
        Position at, String queue, String as, @Nullable String register) implements DeviceStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
