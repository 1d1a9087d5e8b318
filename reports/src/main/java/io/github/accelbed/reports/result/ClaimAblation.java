package io.github.accelbed.reports.result;

/**
 * A claim judged again on kernels that lack one mechanism.
 *
 * @param mechanism its name
 * @param effect what became of the verdicts
 * @param text the verdicts that changed, in words; empty if none did
 */
public record ClaimAblation(String mechanism, Effect effect, String text) {

    /** What became of the verdicts. */
    public enum Effect {
        /** They are the same. */
        NONE("", "the verdicts stay"),
        /** At least one is another. */
        FLIPS("↯", "a verdict turns"),
        /** They are, but a condition is another. */
        SHIFTS("~", "a condition changes"),
        /** Evidence came to no end, so that nothing can be said. */
        BREAKS("✕", "the evidence breaks");

        private final String symbol;
        private final String text;

        Effect(String symbol, String text) {
            this.symbol = symbol;
            this.text = text;
        }

        /**
         * The sign that tells it apart without colour.
         *
         * @return at most one character
         */
        public String symbol() {
            return symbol;
        }

        /**
         * The effect in words.
         *
         * @return a clause
         */
        public String text() {
            return text;
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the mechanism is blank
     */
    public ClaimAblation {
        Checks.notBlank(mechanism, "mechanism");
    }
}
