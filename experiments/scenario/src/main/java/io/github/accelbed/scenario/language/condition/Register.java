package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Position;

/**
 * What a step bound with {@code ->}.
 *
 * @param at where the operand stands
 * @param name the register's name
 */
public record Register(Position at, String name) implements Operand {

    @Override
    public Answer answer(Bindings bindings) {
        Answer answer = bindings.register(name);
        if (answer == null) {
            throw new ConditionException(at, "the run bound nothing to register " + name);
        }
        return answer;
    }

    /**
     * The name.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return name;
    }
}
