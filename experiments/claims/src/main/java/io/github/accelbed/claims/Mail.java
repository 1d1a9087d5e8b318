package io.github.accelbed.claims;

/**
 * Where a claim was made.
 *
 * @param author who made it
 * @param date when, as far as the archived text tells
 * @param messageId of the mail, without brackets; empty if the text shows none
 * @param subject of the mail
 */
public record Mail(String author, String date, String messageId, String subject) {

    /** Checks that there is an author, a date and a subject. */
    public Mail {
        if (author.isBlank() || date.isBlank() || subject.isBlank()) {
            throw new IllegalArgumentException("a claim's author, date and subject must be given");
        }
    }
}
