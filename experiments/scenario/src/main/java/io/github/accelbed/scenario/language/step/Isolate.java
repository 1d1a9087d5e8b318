package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code isolate}: marks a device as isolated, as its driver does after too many hardware errors.
 *
 * @param at where the step stands
 * @param device the device
 * @param register the register that is bound to the answer, or null
 */
public record Isolate(Position at, String device, @Nullable String register) implements RootStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
