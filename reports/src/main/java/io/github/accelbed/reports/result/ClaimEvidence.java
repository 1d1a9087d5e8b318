package io.github.accelbed.reports.result;

import java.util.List;

/**
 * One question that is asked for a claim, and its answers.
 *
 * @param question what was asked of each cell
 * @param judges whether the verdict hangs on it; a question about a kernel without some mechanism, or a device with a fault, only explains
 * @param answers one a cell, by case, scenario, backend and kernel
 */
public record ClaimEvidence(String question, boolean judges, List<ClaimAnswer> answers) {

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the question is blank
     */
    public ClaimEvidence {
        Checks.notBlank(question, "question");
        answers = List.copyOf(answers);
    }

    /**
     * How many cells gave an answer.
     *
     * @param answer which
     * @return a count
     */
    public long count(ClaimAnswer.Answer answer) {
        return answers.stream().filter(each -> each.answer() == answer).count();
    }
}
