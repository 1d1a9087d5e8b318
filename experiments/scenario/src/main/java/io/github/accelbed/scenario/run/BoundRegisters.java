package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds what a step answers to its register; one without a register must answer a value or ok. */
final class BoundRegisters implements Answers {
    private final List<String> names;
    private final @Nullable Answer[] bound;

    BoundRegisters(Scenario scenario) {
        names = scenario.steps().map(Step::register).flatMap(Stream::ofNullable).toList();
        bound = new Answer[names.size()];
    }

    @Override
    public boolean takesBlocked(Step step) {
        return step.register() != null;
    }

    @Override
    public @Nullable String answered(Step step, Answer answer) {
        String register = step.register();
        if (register != null) {
            bound[names.indexOf(register)] = answer;
            return null;
        }
        return answer instanceof Value || answer.equals(Symbol.OK)
                ? null
                : "line " + step.at().line() + ": the step answered " + answer.text() + " and binds no register";
    }

    /** What is bound, in the order in which the scenario names the registers. */
    Map<String, Answer> answers() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (int i = 0; i < bound.length; i++) {
            Answer answer = bound[i];
            if (answer != null) {
                answers.put(names.get(i), answer);
            }
        }
        return answers;
    }
}
