package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Problem;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.ScenarioSyntaxException;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a scenario whole again after something was left out: lines that the parser refuses go as well, such as all steps of a process
 * that is forked no more, until it refuses none. So the language itself says what needs what.
 */
public final class Mender {
    private static final int NO_STEP = -1;

    private final ScenarioParser parser;

    /**
     * Mends as a parser sees it.
     *
     * @param parser says what a line needs
     */
    public Mender(ScenarioParser parser) {
        this.parser = parser;
    }

    /**
     * Leaves out what the parser refuses.
     *
     * @param broken a scenario, or null for nothing
     * @return the scenario as the parser reads it, or null if nothing is left of it
     */
    public @Nullable Scenario mend(@Nullable Scenario broken) {
        Scenario rest = broken;
        while (rest != null) {
            String text = ScenarioPrinter.print(rest);
            try {
                return parser.parse(rest.file(), text);
            } catch (ScenarioSyntaxException e) {
                Set<Integer> lines = e.problems().stream()
                        .map(Problem::at)
                        .map(at -> at.line())
                        .collect(Collectors.toSet());
                rest = without(rest, text.lines().toList(), lines);
            }
        }
        return null;
    }

    private static @Nullable Scenario without(Scenario scenario, List<String> text, Set<Integer> lines) {
        // Lines count from 1, so this is the number of the first line below "run".
        int firstStep = text.indexOf("run") + 2;
        int firstExpectation = text.lastIndexOf("expect") + 2;
        List<Integer> stepOfLine = stepOfLine(scenario);
        Set<Integer> refused = new HashSet<>();
        for (int i = 0; i < stepOfLine.size(); i++) {
            if (lines.contains(firstStep + i)) {
                refused.add(stepOfLine.get(i));
            }
        }
        List<Expectation> expectations = new ArrayList<>();
        for (int i = 0; i < scenario.expectations().size(); i++) {
            if (!lines.contains(firstExpectation + i)) {
                expectations.add(scenario.expectations().get(i));
            }
        }
        if (refused.isEmpty() && expectations.size() == scenario.expectations().size()) {
            return null;
        }
        Scenario rest =
                Edits.withExpectations(scenario, expectations.isEmpty() ? List.of(Edits.nothing()) : expectations);
        return Edits.keep(rest, index -> !refused.contains(index));
    }

    /** For each line between {@code run} and {@code expect} the index of its step. */
    private static List<Integer> stepOfLine(Scenario scenario) {
        List<Integer> lines = new ArrayList<>();
        int index = 0;
        for (Statement statement : scenario.statements()) {
            if (statement instanceof ParBlock par) {
                for (List<Step> branch : par.branches()) {
                    lines.add(NO_STEP);
                    for (int i = 0; i < branch.size(); i++) {
                        lines.add(index++);
                    }
                }
                lines.add(NO_STEP);
            } else {
                lines.add(index++);
            }
        }
        return lines;
    }
}
