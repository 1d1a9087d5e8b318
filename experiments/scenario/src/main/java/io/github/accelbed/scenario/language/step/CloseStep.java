package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code close}: the library's orderly close of a queue, or close(2) on its own descriptor only.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param raw whether this is close(2) only
 * @param register the register that is bound to the answer, or null
 */
@Syntax("close {queue} [{raw}]")
public record CloseStep(
        Position at,
        ProcessName process,
        QueueName queue,
        boolean raw,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(raw ? AccessStep.CLOSE_RAW : AccessStep.CLOSE);
    }
}
