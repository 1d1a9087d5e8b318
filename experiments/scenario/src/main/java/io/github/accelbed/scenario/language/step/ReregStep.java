package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code rereg}: ibv_rereg_mr with other access flags of what a {@code map} registered.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param range the pages, all of one {@code map}
 * @param access what the device may do with them from now on
 * @param register the register that is bound to the answer, or null
 */
@Syntax("rereg {queue} {range} {access}")
public record ReregStep(
        Position at,
        ProcessName process,
        QueueName queue,
        PageRange range,
        Right access,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.REREG);
    }
}
