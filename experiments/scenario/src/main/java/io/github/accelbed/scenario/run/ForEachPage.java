package io.github.accelbed.scenario.run;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An administrator's command on a range: one operation for each page; the answer is the first that is not ok. */
final class ForEachPage<P extends Operation<P>> extends Operation<ForEachPage<P>> {
    private final long start;
    private final int pages;
    private final LongFunction<P> operation;
    private int index;
    private @Nullable P current;

    ForEachPage(long start, int pages, LongFunction<P> operation) {
        super(Program.<ForEachPage<P>>of("for each page")
                .kernel("next page", Cost.INCLUDED, (o, a) -> o.next(a))
                .build());
        this.start = start;
        this.pages = pages;
        this.operation = operation;
    }

    private int next(Actor actor) {
        if (current != null && result().ok()) {
            answer(current.result());
        }
        if (index == pages) {
            return Flow.DONE;
        }
        current = operation.apply(start + index++);
        actor.call(current);
        return Flow.AGAIN;
    }
}
