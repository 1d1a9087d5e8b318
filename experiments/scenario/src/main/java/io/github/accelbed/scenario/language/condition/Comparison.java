package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Position;
import java.util.stream.Stream;

/**
 * Two operands compared. Answers of different types are unequal; an order exists between integers only.
 *
 * @param at where the comparison stands
 * @param left the left operand
 * @param comparator how they are compared
 * @param right the right operand
 */
public record Comparison(Position at, Operand left, Comparator comparator, Operand right) implements Condition {

    @Override
    public boolean holds(Bindings bindings) {
        Answer a = left.answer(bindings);
        Answer b = right.answer(bindings);
        return switch (comparator) {
            case EQUAL -> a.equals(b);
            case NOT_EQUAL -> !a.equals(b);
            case LESS -> order(a, b) < 0;
            case AT_MOST -> order(a, b) <= 0;
            case GREATER -> order(a, b) > 0;
            case AT_LEAST -> order(a, b) >= 0;
        };
    }

    @Override
    public Stream<Counter> counters() {
        return Stream.of(left, right).filter(Counter.class::isInstance).map(Counter.class::cast);
    }

    private int order(Answer a, Answer b) {
        if (a instanceof IntegerValue x && b instanceof IntegerValue y) {
            return Long.compare(x.value(), y.value());
        }
        throw new ConditionException(
                at, "cannot order " + a + " and " + b + " by '" + comparator.sign() + "': only integers have an order");
    }
}
