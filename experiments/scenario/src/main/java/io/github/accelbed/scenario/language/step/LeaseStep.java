package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code lease}: asks a manager of mdevs for an instance and opens the one that it names, without trying any other. Answers ok, ESRCH if
 * the manager is dead, EBUSY if it knows of no free instance and can create none, or what {@code open} answers.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue, introduced here
 * @param device the scenario's default device
 * @param manager the process that manages the device's mdevs, from its first lease on
 * @param register the register that is bound to the answer, or null
 */
@Syntax("lease {queue} from {manager}")
public record LeaseStep(
        Position at,
        ProcessName process,
        QueueName queue,
        DeviceName device,
        ProcessName manager,
        @Nullable String register)
        implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.OPEN);
    }

    @Override
    public Name asked() {
        return device;
    }
}
