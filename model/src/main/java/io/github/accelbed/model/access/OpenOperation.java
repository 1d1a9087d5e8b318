package io.github.accelbed.model.access;

import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.function.Function;
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
     * A step or an undo that makes a call whose answer nobody looks at, as a library does when it tidies up; if there is nothing to call, it passes.
     *
     * @param callee what to call, or null
     * @param <O> the operation
     * @return the code of the step
     */
    protected static <O extends Operation<O>> Program.Body<O> calling(Function<O, @Nullable Operation<?>> callee) {
        return (o, actor) -> {
            Operation<?> called = callee.apply(o);
            if (called == null) {
                return Flow.PASS;
            }
            actor.call(called);
            return Flow.NEXT;
        };
    }

    /**
     * The new queue.
     *
     * @return the queue, or null unless the answer is OK
     */
    public abstract @Nullable AccessQueue queue();
}
