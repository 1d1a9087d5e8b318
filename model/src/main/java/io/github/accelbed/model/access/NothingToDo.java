package io.github.accelbed.model.access;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** map and unmap of a row whose device sees the whole process from the start: no call is made. */
public final class NothingToDo extends AccessOperation<NothingToDo> {
    private static final Program<NothingToDo> STEPS = Program.<NothingToDo>of("SVA: nothing to do")
            .cpu("nothing to do", Cost.INCLUDED, (o, a) -> Flow.DONE)
            .build();

    /** The operation. */
    public NothingToDo() {
        super(STEPS);
    }
}
