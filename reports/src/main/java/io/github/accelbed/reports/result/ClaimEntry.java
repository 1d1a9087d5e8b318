package io.github.accelbed.reports.result;

import java.util.List;

/**
 * One claim of the ledger with the verdicts that the runs gave.
 *
 * @param id such as {@code 004-2}
 * @param statement the claim in our own words
 * @param author who made it
 * @param date when, as text; empty if not known
 * @param messageId of the mail, as text, without a link; empty if not known
 * @param verdicts computed ones, in the order of their columns; empty if the run computed none
 */
public record ClaimEntry(
        String id, String statement, String author, String date, String messageId, List<ClaimVerdict> verdicts) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if id, statement or author is blank
     */
    public ClaimEntry {
        Checks.notBlank(id, "claim id");
        Checks.notBlank(statement, "claim statement");
        Checks.notBlank(author, "claim author");
        verdicts = List.copyOf(verdicts);
    }
}
