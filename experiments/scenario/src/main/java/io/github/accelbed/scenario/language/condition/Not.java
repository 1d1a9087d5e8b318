package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Position;
import java.util.stream.Stream;

/**
 * A negated condition.
 *
 * @param at where the condition stands
 * @param negated what must not hold
 */
public record Not(Position at, Condition negated) implements Condition {

    @Override
    public boolean holds(Bindings bindings) {
        return !negated.holds(bindings);
    }

    @Override
    public Stream<Counter> counters() {
        return negated.counters();
    }
}
