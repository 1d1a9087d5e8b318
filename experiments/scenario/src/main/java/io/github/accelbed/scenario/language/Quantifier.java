package io.github.accelbed.scenario.language;

import java.util.Locale;

/** In how many of a cell's outcomes a condition holds. A plain run has one outcome, exploration has many. */
public enum Quantifier {
    /** In every outcome; also what an expectation without a quantifier means. */
    ALWAYS,
    /** In at least one outcome; a plain run cannot tell. */
    SOMETIMES,
    /** In no outcome. */
    NEVER;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
