package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code unmap}: undoes a {@code map}.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param range the pages
 * @param register the register that is bound to the answer, or null
 */
public record UnmapRange(
        Position at,
        String process,
        String queue,
        PageRange range,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
