package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.And;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.Not;
import io.github.accelbed.scenario.language.condition.Operand;
import io.github.accelbed.scenario.language.condition.Or;
import io.github.accelbed.scenario.language.condition.Register;
import io.github.accelbed.scenario.language.step.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the registers anew: r0, r1 and so on in the order in which they are bound. */
final class Registers {
    private final Map<String, String> names = new LinkedHashMap<>();

    private Registers() {}

    static Scenario renumber(Scenario scenario) {
        Registers registers = new Registers();
        Scenario renamed = Edits.rewrite(scenario, step -> Steps.bind(step, registers.name(step.register())));
        return Edits.withExpectations(
                renamed, scenario.expectations().stream().map(registers::rename).toList());
    }

    private @Nullable String name(@Nullable String old) {
        return old == null ? null : names.computeIfAbsent(old, unused -> "r" + names.size());
    }

    private Expectation rename(Expectation e) {
        return new Expectation(e.at(), e.backends(), e.ranges(), e.quantifier(), rename(e.condition()), "");
    }

    private Condition rename(Condition condition) {
        if (condition instanceof And and) {
            return new And(and.at(), rename(and.parts()));
        } else if (condition instanceof Or or) {
            return new Or(or.at(), rename(or.parts()));
        } else if (condition instanceof Not not) {
            return new Not(not.at(), rename(not.negated()));
        } else if (condition instanceof Comparison c) {
            return new Comparison(c.at(), rename(c.left()), c.comparator(), rename(c.right()));
        }
        throw new IllegalArgumentException("a condition of a kind that is not known here: " + condition);
    }

    private List<Condition> rename(List<Condition> parts) {
        return parts.stream().map(this::rename).toList();
    }

    private Operand rename(Operand operand) {
        return operand instanceof Register register
                ? new Register(register.at(), names.getOrDefault(register.name(), register.name()))
                : operand;
    }
}
