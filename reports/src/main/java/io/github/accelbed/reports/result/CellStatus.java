package io.github.accelbed.reports.result;

import java.util.Locale;

/** How one cell (one scenario on one backend and kernel) ended. */
public enum CellStatus {
    /** Every expectation that speaks for the cell was met. */
    PASS("✓"),
    /** At least one expectation was not met. */
    FAIL("✗"),
    /** The run broke off: a step failed whose answer nothing binds, or a step stayed blocked. */
    ERROR("!"),
    /** The backend does not offer a step of the scenario on this kernel. */
    SKIP("–"),
    /** The budget of an exploration ended before it was certain that every expectation is met; so far none is broken. */
    INCOMPLETE("…");

    private final String symbol;

    CellStatus(String symbol) {
        this.symbol = symbol;
    }

    /**
     * The status as the JSON spells it.
     *
     * @return {@code pass}, {@code fail}, {@code error}, {@code skip} or {@code incomplete}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sign that tells the status apart without colour.
     *
     * @return one character
     */
    public String symbol() {
        return symbol;
    }
}
