package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mremap}: moves a region of a queue to another address, where the row has regions.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param region which region
 * @param register the register that is bound to the answer, or null
 */
@Syntax("mremap {queue} {region}")
public record MremapRegionStep(
        Position at,
        ProcessName process,
        QueueName queue,
        RegionKind region,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.MREMAP_REGION);
    }
}
