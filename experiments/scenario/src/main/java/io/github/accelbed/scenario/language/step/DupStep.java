package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
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
@Syntax("dup {queue} {copy}")
public record DupStep(
        Position at,
        ProcessName process,
        QueueName queue,
        QueueName copy,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.DUP);
    }
}
