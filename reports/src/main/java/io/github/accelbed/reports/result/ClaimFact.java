package io.github.accelbed.reports.result;

/**
 * What is known of the kernel that a claim's scenarios rest on.
 *
 * @param statement the fact
 * @param known how well, such as {@code source} or {@code UNVERIFIED}
 */
public record ClaimFact(String statement, String known) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if one is blank
     */
    public ClaimFact {
        Checks.notBlank(statement, "fact");
        Checks.notBlank(known, "how well a fact is known");
    }

    /**
     * Whether somebody has seen it to be so.
     *
     * @return false for one that is marked {@code UNVERIFIED}
     */
    public boolean verified() {
        return !known.equals("UNVERIFIED");
    }
}
