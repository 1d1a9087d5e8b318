package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Position;

/**
 * An answer written out: {@code 3}, {@code "old"}, {@code ok}, {@code EFAULT}.
 *
 * @param at where the operand stands
 * @param answer the answer
 */
public record Literal(Position at, Answer answer) implements Operand {

    @Override
    public Answer answer(Bindings bindings) {
        return answer;
    }

    /**
     * The answer's spelling.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return answer.toString();
    }
}
