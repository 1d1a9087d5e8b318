package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
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
 * @param register the register that is bound to the answer, or null
 */
public record MapRange(
        Position at,
        String process,
        String queue,
        PageRange range,
        Access access,
        @Nullable String device,
        @Nullable String register)
        implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
