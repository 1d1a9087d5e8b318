package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Exploration;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Comparator;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Literal;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Copies of scenarios with something left out or replaced. Steps go by their index in written order, those of branches included. */
public final class Edits {
    private Edits() {}

    /**
     * How many steps there are.
     *
     * @param scenario any
     * @return those of branches included
     */
    public static int size(Scenario scenario) {
        return (int) scenario.steps().count();
    }

    /**
     * An expectation that holds always and asks for no counter, since a scenario expects something.
     *
     * @return it
     */
    public static Expectation nothing() {
        Literal zero = new Literal(Position.NONE, Value.ZERO);
        Comparison holds = new Comparison(Position.NONE, zero, Comparator.EQUAL, zero);
        return new Expectation(Position.NONE, List.of(), List.of(), Quantifier.ALWAYS, holds, "0 = 0");
    }

    /**
     * Other steps and questions below the same headers.
     *
     * @param s the headers
     * @param statements what happens
     * @param expectations what is asked
     * @return a scenario without a text
     */
    public static Scenario with(Scenario s, List<Statement> statements, List<Expectation> expectations) {
        return new Scenario(
                s.file(),
                "",
                s.name(),
                s.title(),
                s.claims(),
                s.kernels(),
                s.backends(),
                s.devices(),
                s.limits(),
                s.exploration(),
                s.ablations(),
                statements,
                expectations,
                List.of());
    }

    /**
     * Other questions about the same steps.
     *
     * @param s the headers and steps
     * @param expectations what is asked
     * @return a scenario without a text
     */
    public static Scenario withExpectations(Scenario s, List<Expectation> expectations) {
        return with(s, s.statements(), expectations);
    }

    static Scenario withTitle(Scenario s, String title) {
        return new Scenario(
                s.file(),
                "",
                s.name(),
                title,
                s.claims(),
                s.kernels(),
                s.backends(),
                s.devices(),
                s.limits(),
                s.exploration(),
                s.ablations(),
                s.statements(),
                s.expectations(),
                List.of());
    }

    static Scenario withHeaders(
            Scenario s,
            List<String> claims,
            List<String> backends,
            List<DeclaredDevice> devices,
            Limits limits,
            Exploration exploration,
            List<String> ablations) {
        return new Scenario(
                s.file(),
                "",
                s.name(),
                s.title(),
                claims,
                s.kernels(),
                backends,
                devices,
                limits,
                exploration,
                ablations,
                s.statements(),
                s.expectations(),
                List.of());
    }

    /**
     * Only some steps. A {@code par} of which one branch is left is that branch.
     *
     * @param scenario any
     * @param kept whether to keep the step with an index
     * @return a scenario without a text; null if no step is kept
     */
    public static @Nullable Scenario keep(Scenario scenario, IntPredicate kept) {
        List<Step> steps = scenario.steps().toList();
        return map(scenario, index -> kept.test(index) ? steps.get(index) : null);
    }

    /** Other steps in the places of the old ones; a null leaves the step out. */
    static @Nullable Scenario map(Scenario scenario, IntFunction<@Nullable Step> replacement) {
        List<Statement> statements = new ArrayList<>();
        int index = 0;
        for (Statement statement : scenario.statements()) {
            if (statement instanceof ParBlock par) {
                List<List<Step>> branches = new ArrayList<>();
                for (List<Step> branch : par.branches()) {
                    List<Step> left = mapped(index, branch.size(), replacement);
                    index += branch.size();
                    if (!left.isEmpty()) {
                        branches.add(left);
                    }
                }
                if (branches.size() > 1) {
                    statements.add(new ParBlock(par.at(), par.preempt(), branches));
                } else {
                    branches.forEach(statements::addAll);
                }
            } else {
                statements.addAll(mapped(index++, 1, replacement));
            }
        }
        return statements.isEmpty() ? null : with(scenario, statements, scenario.expectations());
    }

    private static List<Step> mapped(int from, int count, IntFunction<@Nullable Step> replacement) {
        List<Step> mapped = new ArrayList<>();
        for (int index = from; index < from + count; index++) {
            Step step = replacement.apply(index);
            if (step != null) {
                mapped.add(step);
            }
        }
        return mapped;
    }

    /** Each step rewritten by itself. */
    static Scenario rewrite(Scenario scenario, UnaryOperator<Step> change) {
        List<Step> steps = scenario.steps().toList();
        Scenario rewritten = map(scenario, index -> change.apply(steps.get(index)));
        return rewritten == null ? scenario : rewritten;
    }

    /** The branches of every {@code par} one after the other. */
    static Scenario flat(Scenario scenario) {
        return with(scenario, List.copyOf(scenario.steps().toList()), scenario.expectations());
    }
}
