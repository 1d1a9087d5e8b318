package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.TextValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's step made ready: who runs what, and what it answers at the end.
 *
 * @param actor who runs it, or null if the answer is known at once
 * @param operation what to run; null if the answer is known at once, or for a signal, after which the actor goes on with what it does
 * @param answer read when the operation is over
 */
record Command(@Nullable Actor actor, @Nullable Operation<?> operation, Supplier<Answer> answer) {

    static Command of(Actor actor, Operation<?> operation, Supplier<Answer> answer) {
        return new Command(actor, operation, answer);
    }

    /** An operation whose result is the answer, or what it tells. */
    static Command of(Actor actor, Operation<?> operation) {
        return of(actor, operation, () -> told(operation));
    }

    private static Answer told(Operation<?> operation) {
        String told = operation instanceof Valued valued && operation.result().ok() ? valued.value() : "";
        return told.isEmpty()
                ? symbol(operation.result())
                : told.matches("[0-9]+") ? new IntegerValue(Long.parseLong(told)) : new TextValue(told);
    }

    static Command signal(Actor actor) {
        return new Command(actor, null, () -> Symbol.OK);
    }

    static Command known(Answer answer) {
        return new Command(null, null, () -> answer);
    }

    static Command answered(Errno errno) {
        return known(symbol(errno));
    }

    static Answer symbol(Errno errno) {
        return errno.ok() ? Symbol.OK : new Symbol(errno.name());
    }
}
