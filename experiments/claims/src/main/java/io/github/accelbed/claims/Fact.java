package io.github.accelbed.claims;

/**
 * What is known of the kernel that a scenario has to respect.
 *
 * @param statement the fact, with the sheet's section
 * @param known how well: {@code source} for read in the source, {@code measured}, {@code mail} for said on a list, {@code derived}, {@code
 *     UNVERIFIED}
 */
public record Fact(String statement, String known) {

    /** Checks the mark. */
    public Fact {
        if (!known.matches("source|measured|mail|derived|UNVERIFIED")) {
            throw new IllegalArgumentException("'" + known + "' does not say how well a fact is known");
        }
    }
}
