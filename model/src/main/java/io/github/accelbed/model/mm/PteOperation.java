package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * An operation on the page-table entries of one address space.
 *
 * @param <O> the subclass itself
 */
abstract class PteOperation<O extends PteOperation<O>> extends Operation<O> {
    PteOperation(Program<O> program) {
        super(program);
    }

    /** Whose entries. */
    abstract MmStruct mm();

    /**
     * A step that takes the page-table lock and gives it back within itself: it waits while somebody else has it over several steps. To be declared
     * with {@code waits()}.
     */
    static <O extends PteOperation<O>> Program.Body<O> underPtl(Program.Body<O> body) {
        return (o, a) -> o.mm().ptl().heldByOther(a) ? Flow.BLOCKED : body.run(o, a);
    }
}
