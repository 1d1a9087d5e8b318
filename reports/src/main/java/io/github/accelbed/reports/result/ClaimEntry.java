package io.github.accelbed.reports.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One claim of the ledger with the verdicts that the runs gave.
 *
 * @param id such as {@code 004-2}; what stands before the hyphen is its thread
 * @param statement the claim in our own words
 * @param source who made it, and where
 * @param speaksOf which rows and kernels it speaks of; empty if nothing was run
 * @param sense in which way
 * @param against ids of the claims that say the opposite; they have verdicts of their own
 * @param remarks what a reader should know; may be empty
 * @param facts what the scenarios rest on
 * @param verdicts computed ones, in the order of their columns; empty if the run computed none
 * @param byKernel one verdict a kernel, oldest first
 * @param evidence what was asked and what the cells answered
 * @param opposite the two cells that are most alike and answer differently; null if all answer alike
 * @param ablations the claim without each mechanism, in the matrix's order; empty if that was not run
 */
public record ClaimEntry(
        String id,
        String statement,
        ClaimSource source,
        String speaksOf,
        ClaimSense sense,
        List<String> against,
        String remarks,
        List<ClaimFact> facts,
        List<ClaimVerdict> verdicts,
        List<ClaimVerdict> byKernel,
        List<ClaimEvidence> evidence,
        @Nullable ClaimOpposite opposite,
        List<ClaimAblation> ablations) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the id or the statement is blank
     */
    public ClaimEntry {
        Checks.notBlank(id, "claim id");
        Checks.notBlank(statement, "claim statement");
        against = List.copyOf(against);
        facts = List.copyOf(facts);
        verdicts = List.copyOf(verdicts);
        byKernel = List.copyOf(byKernel);
        evidence = List.copyOf(evidence);
        ablations = List.copyOf(ablations);
    }

    /**
     * Whether anything was run for it.
     *
     * @return true if there is evidence
     */
    public boolean testable() {
        return !evidence.isEmpty();
    }

    /**
     * Whether some mechanism of the kernel decides it: a verdict that nothing touches would stand whatever the code did. A mechanism without
     * which the evidence cannot be run to its end counts as well.
     *
     * @return false for a testable claim that was judged without each mechanism and stayed the same, conditions included
     */
    public boolean hasTeeth() {
        return !testable()
                || ablations.isEmpty()
                || ablations.stream().anyMatch(ablation -> ablation.effect() != ClaimAblation.Effect.NONE);
    }

    /**
     * The thread.
     *
     * @return what stands before the hyphen
     */
    public String thread() {
        int hyphen = id.indexOf('-');
        return hyphen < 0 ? id : id.substring(0, hyphen);
    }
}
