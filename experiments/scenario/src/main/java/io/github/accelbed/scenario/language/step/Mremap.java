package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code mremap}: mremap(2) with MREMAP_MAYMOVE: the pages move to a new address, the old one is unmapped.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param buffer the buffer that moves
 * @param target the new buffer, introduced here, of the same size
 * @param register the register that is bound to the answer, or null
 */
public record Mremap(
        Position at,
        String process,
        String buffer,
        String target,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
