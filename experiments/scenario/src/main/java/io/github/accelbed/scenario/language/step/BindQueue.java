package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
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
public record BindQueue(
        Position at,
        String process,
        String queue,
        String whose,
        @Nullable String register) implements ProcessStep {

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
