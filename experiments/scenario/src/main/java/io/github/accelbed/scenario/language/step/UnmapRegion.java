package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * munmap(2) of one of a queue's regions.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param region which region
 * @param register the register that is bound to the answer, or null
 */
public record UnmapRegion(
        Position at,
        String process,
        String queue,
        RegionKind region,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
