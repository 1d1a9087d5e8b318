package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * What a backend does for one step of a scenario.
 *
 * @param <O> the subclass itself
 */
public abstract class AccessOperation<O extends AccessOperation<O>> extends Operation<O> {
    private Errno result = Errno.OK;

    /**
     * An operation of these steps.
     *
     * @param program the steps
     */
    protected AccessOperation(Program<O> program) {
        super(program);
    }

    /**
     * What it answered.
     *
     * @return OK or an error
     */
    public final Errno result() {
        return result;
    }

    /**
     * Notes the answer.
     *
     * @param answer OK or an error
     */
    protected final void answer(Errno answer) {
        result = answer;
    }
}
