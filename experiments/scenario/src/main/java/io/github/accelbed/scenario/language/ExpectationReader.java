package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser.BracketsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ComparisonContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ConditionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ConjunctionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CounterContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExpectationContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.IntegerOperandContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.NegationContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.NotContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.OperandContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PrefixContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TextOperandContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.WordOperandContext;
import io.github.accelbed.scenario.language.Names.Kind;
import io.github.accelbed.scenario.language.Names.Name;
import io.github.accelbed.scenario.language.condition.And;
import io.github.accelbed.scenario.language.condition.Comparator;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.condition.Literal;
import io.github.accelbed.scenario.language.condition.Not;
import io.github.accelbed.scenario.language.condition.Operand;
import io.github.accelbed.scenario.language.condition.Or;
import io.github.accelbed.scenario.language.condition.Register;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Symbols;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;

/** Reads the lines below {@code expect}; what they name must have been introduced by the end of the run. */
final class ExpectationReader {

    private final Problems problems;
    private final Readers readers;
    private final Names names;
    private final CounterReader counters;
    private final List<String> backends;
    private final TokenStream tokens;

    ExpectationReader(
            Problems problems, Names names, List<DeclaredDevice> devices, Vocabulary vocabulary, TokenStream tokens) {
        this.problems = problems;
        this.readers = new Readers(problems);
        this.names = names;
        this.counters = new CounterReader(problems, names, new Parts(problems, names, devices));
        this.backends = new ArrayList<>(vocabulary.backends());
        this.backends.add(Scenario.MM);
        this.tokens = tokens;
    }

    Expectation read(ExpectationContext ctx) {
        List<String> ids = new ArrayList<>();
        List<VersionRange> ranges = new ArrayList<>();
        Quantifier quantifier = Quantifier.ALWAYS;
        PrefixContext prefix = ctx.prefix();
        if (prefix != null) {
            if (prefix.getChildCount() == 0) {
                problems.add(
                        ctx.COLON().getSymbol(),
                        "':' without a prefix before it",
                        "a backend, '@', 'always', 'sometimes' or 'never'");
            }
            for (ParserRuleContext id : prefix.backendName()) {
                if (!backends.contains(id.getText())) {
                    problems.unknown(id.getStart(), "a backend: " + String.join(", ", backends), backends);
                }
                ids.add(id.getText());
            }
            prefix.versions.forEach(range -> ranges.add(readers.range(range)));
            quantifier = prefix.NEVER() != null
                    ? Quantifier.NEVER
                    : prefix.SOMETIMES() != null ? Quantifier.SOMETIMES : Quantifier.ALWAYS;
        }
        Condition condition = condition(ctx.condition());
        return new Expectation(at(ctx), ids, ranges, quantifier, condition, text(ctx));
    }

    /** The line without its comment: from its first token to the one before its end. */
    private String text(ExpectationContext ctx) {
        Token last = tokens.get(ctx.getStop().getTokenIndex() - 1);
        return last.getInputStream().getText(Interval.of(ctx.getStart().getStartIndex(), last.getStopIndex()));
    }

    private Condition condition(ConditionContext ctx) {
        List<Condition> parts =
                ctx.conjunction().stream().map(this::conjunction).toList();
        return parts.size() == 1 ? parts.get(0) : new Or(at(ctx), parts);
    }

    private Condition conjunction(ConjunctionContext ctx) {
        List<Condition> parts = ctx.negation().stream().map(this::negation).toList();
        return parts.size() == 1 ? parts.get(0) : new And(at(ctx), parts);
    }

    private Condition negation(NegationContext ctx) {
        if (ctx instanceof NotContext not) {
            return new Not(at(ctx), negation(not.negation()));
        }
        if (ctx instanceof BracketsContext brackets) {
            return condition(brackets.condition());
        }
        ComparisonContext comparison = (ComparisonContext) ctx;
        Comparator comparator = Comparator.of(comparison.comparator().getText());
        return new Comparison(at(ctx), operand(comparison.left), comparator, operand(comparison.right));
    }

    private Operand operand(OperandContext ctx) {
        if (ctx instanceof IntegerOperandContext integer) {
            return new Literal(
                    at(ctx), new IntegerValue(readers.integer(integer.INT().getSymbol())));
        }
        if (ctx instanceof TextOperandContext text) {
            return new Literal(at(ctx), readers.textValue(text.STRING().getSymbol()));
        }
        CounterContext word = ((WordOperandContext) ctx).counter();
        return word.argument() == null ? word(word) : counters.read(word);
    }

    private Operand word(CounterContext ctx) {
        String text = ctx.name().getText();
        Name name = names.find(text);
        if (name != null && name.kind() == Kind.REGISTER) {
            return new Register(at(ctx), text);
        }
        if (Symbols.isSymbol(text)) {
            return new Literal(at(ctx), new Symbol(text));
        }
        if (CounterKind.of(text).isPresent()) {
            return counters.read(ctx);
        }
        if (name != null) {
            problems.add(ctx.getStart(), Names.described(name), "a register, a literal or a counter");
        } else {
            List<String> registers = names.known(Kind.REGISTER);
            List<String> known = new ArrayList<>(registers);
            known.addAll(Symbols.all());
            known.addAll(CounterKind.words());
            problems.unknown(
                    ctx.getStart(),
                    registers.isEmpty()
                            ? "a register (there is none; '-> r' binds one), a literal or a counter"
                            : "a register that the run binds (" + Problems.cut(String.join(", ", registers))
                                    + "), a literal or a counter",
                    known);
        }
        return new Register(at(ctx), text);
    }

    private static Position at(ParserRuleContext ctx) {
        return Problems.at(ctx.getStart());
    }
}
