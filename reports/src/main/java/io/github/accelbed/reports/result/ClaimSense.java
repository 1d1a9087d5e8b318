package io.github.accelbed.reports.result;

import java.util.Locale;

/** In which way a claim speaks of its cells. */
public enum ClaimSense {
    /** That something is so in every cell. */
    ALWAYS("that it is so in each case"),
    /** That nothing else is possible (only, has to, cannot): one cell that says otherwise refutes it. */
    UNIVERSAL("that it is so without exception, so one counterexample is enough"),
    /** That something can happen: on a row and kernel it does if one of the scenarios shows it. */
    CAN("that it can happen, so one scenario that shows it is enough"),
    /** How many or how much; judged as {@link #ALWAYS}, and the counts are shown. */
    COUNT("a count");

    private final String text;

    ClaimSense(String text) {
        this.text = text;
    }

    /**
     * What it says.
     *
     * @return a clause
     */
    public String text() {
        return text;
    }

    /**
     * Its name as ledgers write it.
     *
     * @return one word
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
