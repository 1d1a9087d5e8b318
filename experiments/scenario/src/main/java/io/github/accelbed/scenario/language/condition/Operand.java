package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Position;

/** One side of a comparison. */
public sealed interface Operand permits Register, Literal, Counter {

    /**
     * Where the operand stands.
     *
     * @return its first character
     */
    Position at();

    /**
     * What the operand stands for in an outcome.
     *
     * @param bindings the outcome
     * @return the answer to compare
     * @throws ConditionException if the outcome has no such register or counter
     */
    Answer answer(Bindings bindings);
}
