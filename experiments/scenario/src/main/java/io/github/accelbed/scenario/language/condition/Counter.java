package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * A counter, read at the end of the run or where a {@code count} stands.
 *
 * @param at where the operand stands
 * @param kind which counter
 * @param argument the process, queue or device it is asked of; null exactly if the kind takes none
 */
public record Counter(
        Position at, CounterKind kind, @Nullable String argument) implements Operand {

    /** Checks that there is an argument exactly if the kind takes one. */
    public Counter {
        if ((argument == null) != (kind.argument() == CounterKind.Argument.NONE)) {
            throw new IllegalArgumentException(kind.usage() + " with argument " + argument);
        }
    }

    /**
     * The same counter of something else.
     *
     * @param other the process, queue or device
     * @return a copy
     */
    public Counter of(String other) {
        return new Counter(at, kind, other);
    }

    @Override
    public Answer answer(Bindings bindings) {
        return new IntegerValue(bindings.counter(kind, argument)
                .orElseThrow(() -> new ConditionException(at, "this row has no counter " + this)));
    }

    /**
     * {@code pinned(A)}.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return spelling(kind, argument);
    }

    /**
     * How a counter is spelt.
     *
     * @param kind which
     * @param argument the process, queue or device; null for a counter that stands alone
     * @return {@code pinned(A)}, for example
     */
    public static String spelling(CounterKind kind, @Nullable String argument) {
        return argument == null ? kind.word() : kind.word() + "(" + argument + ")";
    }
}
