package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code copy}: the device copies pages. Answers as its reads and writes do.
 *
 * @param at where the step stands
 * @param queue the acting queue
 * @param from the source
 * @param to the destination, as long as the source
 * @param register the register that is bound to the answer, or null
 */
public record DeviceCopy(
        Position at,
        String queue,
        PageRange from,
        PageRange to,
        @Nullable String register) implements DeviceStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
