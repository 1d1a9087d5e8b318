package io.github.accelbed.reports.result;

/**
 * A claim's verdict over some cells.
 *
 * @param scope which cells; the report makes a column of each kind
 * @param verdict what they say
 * @param reason when it is so, where it is not, or why there is no verdict, as a clause; empty if there is nothing to add
 */
public record ClaimVerdict(ClaimScope scope, Verdict verdict, String reason) {}
