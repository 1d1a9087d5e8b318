package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Position;
import java.util.stream.Stream;

/** What an expectation demands of an outcome: comparisons joined by {@code and}, {@code or} and {@code not}. */
public sealed interface Condition permits And, Or, Not, Comparison {

    /**
     * Where the condition stands.
     *
     * @return its first character
     */
    Position at();

    /**
     * Judges an outcome, from left to right and no further than needed.
     *
     * @param bindings the outcome's registers and counters
     * @return whether the condition holds
     * @throws ConditionException if a register or counter that is needed has no value, or an order is asked of answers
     *     that have none
     */
    boolean holds(Bindings bindings);

    /**
     * The counters that may have to be read.
     *
     * @return in written order
     */
    Stream<Counter> counters();
}
