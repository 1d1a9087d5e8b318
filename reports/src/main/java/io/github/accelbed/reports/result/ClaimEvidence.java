package io.github.accelbed.reports.result;

import java.util.List;

/**
 * One question that a claim is judged by, and its answers.
 *
 * @param question what was asked of each cell
 * @param scenarios the names of the scenarios that were run for it
 * @param answers one a cell, by scenario, backend and kernel
 */
public record ClaimEvidence(String question, List<String> scenarios, List<ClaimAnswer> answers) {

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the question is blank
     */
    public ClaimEvidence {
        Checks.notBlank(question, "question");
        scenarios = List.copyOf(scenarios);
        answers = List.copyOf(answers);
    }

    /**
     * How many cells gave an answer.
     *
     * @param answer {@code yes}, {@code no}, {@code skip} or {@code broken}
     * @return a count
     */
    public long count(String answer) {
        return answers.stream().filter(each -> each.answer().equals(answer)).count();
    }
}
