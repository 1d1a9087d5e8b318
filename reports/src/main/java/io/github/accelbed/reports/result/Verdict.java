package io.github.accelbed.reports.result;

/** What the runs say about a claim. */
public enum Verdict {
    /** It is so in every cell that it speaks of. */
    HOLDS("HOLDS", "✓"),
    /** It is not so. */
    REFUTED("REFUTED", "✗"),
    /** It is so in some cells; the condition separates them. */
    CONDITIONAL("CONDITIONAL", "±"),
    /** No run can tell, such as for a decision or a remark on style. */
    NOT_TESTABLE("NOT TESTABLE", "–"),
    /** The claim does not speak of these kernels. */
    NOT_MEANT("NOT MEANT", "·");

    private final String text;
    private final String symbol;

    Verdict(String text, String symbol) {
        this.text = text;
        this.symbol = symbol;
    }

    /**
     * The verdict as the ledger spells it.
     *
     * @return such as {@code HOLDS} or {@code NOT TESTABLE}
     */
    public String text() {
        return text;
    }

    /**
     * The sign that tells the verdict apart without colour.
     *
     * @return one character
     */
    public String symbol() {
        return symbol;
    }
}
