package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code remove-mdev}: removes a mediated device.
 *
 * @param at where the step stands
 * @param mdev the instance
 * @param register the register that is bound to the answer, or null
 */
public record RemoveMdev(Position at, String mdev, @Nullable String register) implements RootStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
