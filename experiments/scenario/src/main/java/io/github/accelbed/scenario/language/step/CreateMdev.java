package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code create-mdev}: creates a mediated device.
 *
 * @param at where the step stands
 * @param mdev the instance, introduced here
 * @param device the parent device
 * @param register the register that is bound to the answer, or null
 */
public record CreateMdev(
        Position at, String mdev, String device, @Nullable String register) implements RootStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
