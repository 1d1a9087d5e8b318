package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser.CounterContext;
import io.github.accelbed.scenario.language.Names.Kind;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.Position;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Reads a counter with its argument, which must be something that the scenario has. */
final class CounterReader {
    private final Problems problems;
    private final Names names;
    private final Parts parts;

    CounterReader(Problems problems, Names names, Parts parts) {
        this.problems = problems;
        this.names = names;
        this.parts = parts;
    }

    Counter read(CounterContext ctx) {
        Position at = Problems.at(ctx.getStart());
        String text = ctx.name().getText();
        Optional<CounterKind> found = CounterKind.of(text);
        if (found.isEmpty()) {
            problems.unknown(
                    ctx.getStart(), "a counter: " + String.join(", ", CounterKind.words()), CounterKind.words());
            return new Counter(at, CounterKind.ELAPSED, null);
        }
        CounterKind kind = found.get();
        boolean bare = kind.argument() == CounterKind.Argument.NONE;
        if (ctx.argument() == null) {
            if (!bare) {
                problems.add(ctx.getStart(), "the counter '" + text + "' without its argument", kind.usage());
            }
            return new Counter(at, kind, bare ? null : "");
        }
        Token argument = ctx.argument().getStart();
        switch (kind.argument()) {
            case PROCESS -> names.use(ctx.argument(), Kind.PROCESS);
            case QUEUE -> names.use(ctx.argument(), Kind.QUEUE);
            case DEVICE -> parts.device(argument);
            case NONE ->
                problems.add(argument, Problems.quoted(argument.getText()), "'" + text + "' without an argument");
        }
        return new Counter(at, kind, bare ? null : argument.getText());
    }
}
