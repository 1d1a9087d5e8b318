package io.github.accelbed.explorer.text;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Bindings;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.ConditionException;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Symbols;
import io.github.accelbed.scenario.language.term.TextValue;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a {@code sometimes} or {@code never} line of a scenario asks about an outcome: whether its condition holds there. */
final class AskedAbout {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private final Scenario scenario;

    AskedAbout(Scenario scenario) {
        this.scenario = scenario;
    }

    boolean test(CellResult cell, Outcome outcome) {
        KernelVersion kernel = KernelVersion.parse(cell.kernel());
        Bindings bindings = new Spelled(outcome);
        return scenario.expectations().stream()
                .filter(expectation -> expectation.quantifier() != Quantifier.ALWAYS)
                .filter(expectation -> expectation.speaksFor(cell.backend(), kernel))
                .anyMatch(expectation -> holds(expectation.condition(), bindings));
    }

    private static boolean holds(Condition condition, Bindings bindings) {
        try {
            return condition.holds(bindings);
        } catch (ConditionException e) {
            // It ended before all was bound: nothing can be said of it, and it is shown as unexpected anyway.
            return false;
        }
    }

    /**
     * Registers by their spelling. A text that was read from memory and is spelled as a number or an errno is taken for that, which here
     * decides no verdict, only what is shown.
     */
    private record Spelled(Outcome outcome) implements Bindings {
        @Override
        public @Nullable Answer register(String name) {
            String text = outcome.registers().get(name);
            if (text == null) {
                return null;
            }
            if (INTEGER.matcher(text).matches()) {
                return new IntegerValue(Long.parseLong(text));
            }
            return Symbols.isSymbol(text) ? new Symbol(text) : new TextValue(text);
        }

        @Override
        public OptionalLong counter(CounterKind kind, @Nullable String argument) {
            Long value = outcome.counters().get(argument == null ? kind.word() : kind.word() + "(" + argument + ")");
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }
}
