package io.github.accelbed.scenario.language;

import java.util.List;
import java.util.stream.Collectors;

/** A text that is no scenario. The message has one line for each problem, first problem first. */
public final class ScenarioSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Carries the problems.
     *
     * @param problems at least one, in the order of the text
     */
    public ScenarioSyntaxException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("nothing is wrong");
        }
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one problem, in the order of the text; at most {@value ScenarioParser#MAX_PROBLEMS}
     */
    public List<Problem> problems() {
        return problems;
    }
}
