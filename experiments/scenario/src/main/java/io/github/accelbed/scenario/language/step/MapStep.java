package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code map}: makes memory reachable for a queue: nothing to do under SVA, MAP_DMA under VFIO, a memory region under
 * RDMA.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param range the pages
 * @param access what the device may do with them; rw if the text says nothing
 * @param device the buffer at whose address the device finds them, or null for their own
 * @param vaddr whether it only tells the device's mapping where the memory is now (VFIO_DMA_MAP_FLAG_VADDR)
 * @param register the register that is bound to the answer, or null
 */
@Syntax("map {queue} {range} {access} [at {device}] [{vaddr}]")
public record MapStep(
        Position at,
        ProcessName process,
        QueueName queue,
        PageRange range,
        Right access,
        @Nullable BufferName device,
        boolean vaddr,
        @Nullable String register)
        implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return vaddr ? List.of(AccessStep.MAP_VADDR) : List.of(device == null ? AccessStep.MAP : AccessStep.MAP_AT);
    }
}
