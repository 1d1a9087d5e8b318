package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;

/**
 * One answer to one question: one scenario on one row and kernel.
 *
 * @param evidence what asked
 * @param phrase the case, as it stands in a sentence
 * @param scenario the scenario's name; {@link Evidence#REGISTRY} if nothing ran
 * @param backend the row
 * @param kernel the release
 * @param answer whether the claim is so here
 * @param saw what the question looked at, with its values; why it was skipped or broke
 */
public record ClaimCell(
        Evidence evidence,
        String phrase,
        String scenario,
        String backend,
        KernelVersion kernel,
        Answer answer,
        String saw) {

    /**
     * Whether the cell counts for the verdict.
     *
     * @return true for yes and no
     */
    public boolean judged() {
        return answer == Answer.YES || answer == Answer.NO;
    }

    /** As reports show it. */
    ClaimAnswer shown() {
        return new ClaimAnswer(phrase, scenario, evidence.without(), backend, kernel.toString(), answer, saw);
    }
}
