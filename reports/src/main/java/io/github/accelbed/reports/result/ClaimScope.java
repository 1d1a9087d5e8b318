package io.github.accelbed.reports.result;

/**
 * The cells that a verdict is over.
 *
 * @param kind which
 * @param kernel the release; empty for all
 */
public record ClaimScope(Kind kind, String kernel) {
    /** All kernels that the claim speaks of. */
    public static final ClaimScope ALL = new ClaimScope(Kind.ALL, "");

    /** What the cells have in common. */
    public enum Kind {
        /** The kernel of the claim's day. */
        THEN("then"),
        /** The newest default kernel. */
        TODAY("today"),
        /** All kernels that the claim speaks of. */
        ALL("all kernels"),
        /** One kernel. */
        ON("on");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /**
         * The head of a column.
         *
         * @return a word or two
         */
        public String text() {
            return text;
        }
    }

    /**
     * The scope in words.
     *
     * @return such as {@code then (4.20)}, {@code all kernels} or {@code on 5.4}
     */
    public String text() {
        return switch (kind) {
            case THEN, TODAY -> kind.text() + " (" + kernel + ")";
            case ALL -> kind.text();
            case ON -> kind.text() + " " + kernel;
        };
    }
}
