package io.github.accelbed.conformance.program;

import io.github.accelbed.scenario.language.Device;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Exploration;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Copies of scenarios with something left out or replaced. Steps go by their index in written order, those of branches included. */
final class Edits {
    private Edits() {}

    static int size(Scenario scenario) {
        return (int) scenario.steps().count();
    }

    static Scenario with(Scenario s, List<Statement> statements, List<Expectation> expectations) {
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

    static Scenario withExpectations(Scenario s, List<Expectation> expectations) {
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
            List<Device> devices,
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

    /** Only the steps whose index is kept; null if that is none. A {@code par} of which one branch is left is that branch. */
    static @Nullable Scenario keep(Scenario scenario, IntPredicate kept) {
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
    static Scenario rewrite(Scenario scenario, StepRewriter rewriter) {
        List<Step> steps = scenario.steps().toList();
        Scenario rewritten = map(scenario, index -> steps.get(index).accept(rewriter));
        return rewritten == null ? scenario : rewritten;
    }

    /** The branches of every {@code par} one after the other. */
    static Scenario flat(Scenario scenario) {
        return with(scenario, List.copyOf(scenario.steps().toList()), scenario.expectations());
    }
}
