package io.github.accelbed.model.access;

import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * What a backend does for one step of a scenario.
 *
 * @param <O> the subclass itself
 */
public abstract class AccessOperation<O extends AccessOperation<O>> extends Operation<O> {

    /**
     * An operation of these steps.
     *
     * @param program the steps
     */
    protected AccessOperation(Program<O> program) {
        super(program);
    }
}
