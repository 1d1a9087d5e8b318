package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser.RegisterNameContext;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.Symbols;

/** Binds registers: each once, and by a name that a condition cannot take for something else. */
final class Registers {

    private Registers() {}

    static void bind(RegisterNameContext ctx, Names names, Problems problems) {
        String text = ctx.getText();
        if (Symbols.isSymbol(text)) {
            problems.add(ctx.getStart(), "'" + text + "', which is an answer", "a register's name");
        } else if (CounterKind.of(text)
                .filter(kind -> kind.argument() == CounterKind.Argument.NONE)
                .isPresent()) {
            problems.add(ctx.getStart(), "'" + text + "', which is a counter", "a register's name");
        } else {
            names.introduce(ctx, Names.Kind.REGISTER, 0);
        }
    }
}
