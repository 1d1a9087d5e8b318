package io.github.accelbed.reports.result;

/**
 * A claim's verdict over some cells.
 *
 * @param scope which cells, such as {@code then (4.20)}, {@code today (7.0)} or {@code all kernels}; the report makes a
 *     column of each scope
 * @param verdict what they say
 * @param reason the condition of a conditional verdict, or why there is none; empty if there is nothing to add
 */
public record ClaimVerdict(String scope, Verdict verdict, String reason) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the scope is blank
     */
    public ClaimVerdict {
        Checks.notBlank(scope, "verdict scope");
    }
}
