package io.github.accelbed.scenario.run;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does in a contract: a statement of the language, or a call for which the language has none.
 *
 * @param text the statement, or what the call is
 * @param raw what the call is in a world in which its setting was taken, or null if a row has no such call; null for a statement
 */
record Call(String text, @Nullable Function<World, @Nullable Raw> raw) {
    /**
     * A call without a statement.
     *
     * @param actor who makes it
     * @param operation what it does
     */
    record Raw(Actor actor, Operation<?> operation) {}

    static Call of(String statement) {
        return new Call(statement, null);
    }

    static List<Call> all(String... statements) {
        return List.of(statements).stream().map(Call::of).toList();
    }

    /** Two calls of one process cannot stand side by side; those of root can. */
    boolean besides(Call other) {
        String who = text.substring(0, text.indexOf(':'));
        return who.equals("root") || !other.text.startsWith(who + ":");
    }
}
