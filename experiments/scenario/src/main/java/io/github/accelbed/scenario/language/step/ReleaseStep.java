package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code release}: a manager of mdevs is told that a lease is over, true or not.
 *
 * @param at where the step stands
 * @param queue a queue on the leased instance
 * @param manager the manager
 * @param register the register that is bound to the answer, or null
 */
@Syntax("release {queue} at {manager}")
public record ReleaseStep(
        Position at,
        QueueName queue,
        ProcessName manager,
        @Nullable String register) implements RootStep, RowStep {
    @Override
    public List<AccessStep> needs() {
        return List.of();
    }

    @Override
    public Name asked() {
        return queue;
    }

    @Override
    public Name about() {
        return queue;
    }
}
