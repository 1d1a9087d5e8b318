package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code plug}: a device is found and its driver's probe makes it known. One that no step plugs is there from the start.
 *
 * @param at where the step stands
 * @param device the device
 * @param register the register that is bound to the answer, or null
 */
public record Plug(Position at, String device, @Nullable String register) implements RootStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
