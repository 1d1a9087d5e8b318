package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Which method makes the command of which kind of step. Nothing runs with a table that lacks a kind of the sealed {@link Step}. */
final class StepTable {
    private final Map<Class<? extends Step>, BiFunction<StepCommands, Step, Command>> methods = new HashMap<>();

    <S extends Step> StepTable on(Class<S> kind, BiFunction<StepCommands, S, Command> method) {
        methods.put(kind, (commands, step) -> method.apply(commands, kind.cast(step)));
        return this;
    }

    StepTable complete() {
        List<Class<? extends Step>> missing = Steps.kinds(Step.class)
                .filter(kind -> !methods.containsKey(kind))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("steps without a command: " + missing);
        }
        return this;
    }

    Command command(StepCommands commands, Step step) {
        BiFunction<StepCommands, Step, Command> method = methods.get(step.getClass());
        if (method == null) {
            throw new IllegalStateException("no command for " + step);
        }
        return method.apply(commands, step);
    }
}
