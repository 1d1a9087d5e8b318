package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import java.util.stream.Stream;

/**
 * Conditions joined by {@code or}. Holds if at least one of its parts does.
 *
 * @param at where the condition stands
 * @param parts at least two conditions, in written order
 */
public record Or(Position at, List<Condition> parts) implements Condition {

    /** Checks that there is something to join, and copies the list. */
    public Or {
        parts = List.copyOf(parts);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("'or' joins at least two conditions");
        }
    }

    @Override
    public boolean holds(Bindings bindings) {
        return parts.stream().anyMatch(part -> part.holds(bindings));
    }

    @Override
    public Stream<Counter> counters() {
        return parts.stream().flatMap(Condition::counters);
    }
}
