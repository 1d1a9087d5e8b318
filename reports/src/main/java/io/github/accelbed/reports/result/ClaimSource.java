package io.github.accelbed.reports.result;

/**
 * Where a claim was made; all as text, without links.
 *
 * @param author who made it
 * @param date when; empty if not known
 * @param messageId of the mail; empty if not known
 * @param subject of the mail; empty if not known
 */
public record ClaimSource(String author, String date, String messageId, String subject) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the author is blank
     */
    public ClaimSource {
        Checks.notBlank(author, "claim author");
    }
}
