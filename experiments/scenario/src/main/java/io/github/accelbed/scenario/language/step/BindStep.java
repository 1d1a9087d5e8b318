package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code bind}: the raw call that binds a queue to an address space by the PASID that user space was shown. Answers {@code ok}, or EINVAL if
 * the kernel refuses the number.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param whose the process whose PASID is passed; another than the acting one is a forgery
 * @param register the register that is bound to the answer, or null
 */
@Syntax("bind {queue} of {whose}")
public record BindStep(
        Position at,
        ProcessName process,
        QueueName queue,
        ProcessName whose,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.BIND);
    }
}
