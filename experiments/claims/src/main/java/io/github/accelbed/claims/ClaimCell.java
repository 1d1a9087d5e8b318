package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one question: one scenario on one row and kernel.
 *
 * @param evidence what asked
 * @param scenario the scenario's name, with the mechanisms that the evidence leaves out; {@link Evidence#REGISTRY} if nothing ran
 * @param backend the row
 * @param kernel the release
 * @param answer whether the claim is so here
 * @param reason why it was skipped or broke; empty otherwise
 * @param result what the run gave; null if nothing ran
 */
public record ClaimCell(
        Evidence evidence,
        String scenario,
        String backend,
        KernelVersion kernel,
        Answer answer,
        String reason,
        @Nullable CellResult result) {

    /** Whether the claim is so in a cell. */
    public enum Answer {
        /** It is. */
        YES,
        /** It is not. */
        NO,
        /** The row does not offer a step of the scenario, or does not exist on the kernel. */
        SKIPPED,
        /** The scenario came to no end that the question can be asked of. */
        BROKEN
    }

    /**
     * Whether the cell counts for the verdict.
     *
     * @return true for yes and no
     */
    public boolean judged() {
        return answer == Answer.YES || answer == Answer.NO;
    }
}
