package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
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
@Syntax("tag {as}")
public record TagStep(
        Position at,
        QueueName queue,
        QueueName as,
        @Nullable String register) implements DeviceStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.TAG);
    }
}
