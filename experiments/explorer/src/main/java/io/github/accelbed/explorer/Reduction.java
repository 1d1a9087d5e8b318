package io.github.accelbed.explorer;

/** What an exploration need not visit twice. */
public enum Reduction {
    /** States that were visited before: all outcomes, each with the exact count of its schedules. */
    STATES,
    /** Also orders of independent steps, by partial-order reduction: all outcomes, but no counts. */
    ORDERS
}
