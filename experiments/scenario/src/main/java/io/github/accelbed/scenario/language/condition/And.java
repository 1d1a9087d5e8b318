package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import java.util.stream.Stream;

/**
 * Conditions joined by {@code and}. Holds if all of its parts do.
 *
 * @param at where the condition stands
 * @param parts at least two conditions, in written order
 */
public record And(Position at, List<Condition> parts) implements Condition {

    /** Checks that there is something to join, and copies the list. */
    public And {
        parts = List.copyOf(parts);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("'and' joins at least two conditions");
        }
    }

    @Override
    public boolean holds(Bindings bindings) {
        return parts.stream().allMatch(part -> part.holds(bindings));
    }

    @Override
    public Stream<Counter> counters() {
        return parts.stream().flatMap(Condition::counters);
    }
}
