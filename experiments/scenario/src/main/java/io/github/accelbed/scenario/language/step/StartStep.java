package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code start}: the raw call that starts a queue, where the row has one (UACCE_CMD_START_Q).
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param register the register that is bound to the answer, or null
 */
@Syntax("start {queue}")
public record StartStep(
        Position at,
        ProcessName process,
        QueueName queue,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.START);
    }
}
