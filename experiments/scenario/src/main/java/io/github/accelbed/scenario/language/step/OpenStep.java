package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code open}: all of the row's set-up of a queue up to the first job, {@code map} excluded. Answers ok or the first
 * failing call's errno, after undoing the earlier ones.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue, introduced here
 * @param device the device; that of the instance, or the scenario's default device, if the text names none
 * @param mdev the instance to open, or null for any idle one or a new one
 * @param with the queue whose container, context or protection domain is shared, or null for an own one
 * @param inherit whether the descriptors survive an exec
 * @param raw whether this is open(2) only
 * @param register the register that is bound to the answer, or null
 */
@Syntax("open {queue} [on {device}] [of {mdev}] [with {with}] [{inherit}] [{raw}]")
public record OpenStep(
        Position at,
        ProcessName process,
        QueueName queue,
        DeviceName device,
        @Nullable MdevName mdev,
        @Nullable QueueName with,
        boolean inherit,
        boolean raw,
        @Nullable String register)
        implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        List<AccessStep> needs = new ArrayList<>(List.of(raw ? AccessStep.OPEN_RAW : AccessStep.OPEN));
        if (mdev != null) {
            needs.add(AccessStep.OPEN_OF);
        }
        if (with != null) {
            needs.add(AccessStep.OPEN_WITH);
        }
        if (inherit) {
            needs.add(AccessStep.OPEN_INHERIT);
        }
        return needs;
    }

    @Override
    public Name asked() {
        return device;
    }
}
