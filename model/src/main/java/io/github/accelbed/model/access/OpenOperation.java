package io.github.accelbed.model.access;

import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * Opening a queue. On failure everything that earlier calls got is given back before it ends.
 *
 * @param <O> the subclass itself
 */
public abstract class OpenOperation<O extends OpenOperation<O>> extends AccessOperation<O> {
    /**
     * An opening of these steps.
     *
     * @param program the steps
     */
    protected OpenOperation(Program<O> program) {
        super(program);
    }

    /**
     * The new queue.
     *
     * @return the queue, or null unless the answer is OK
     */
    public abstract @Nullable AccessQueue queue();
}
