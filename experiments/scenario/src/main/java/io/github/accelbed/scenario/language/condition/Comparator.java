package io.github.accelbed.scenario.language.condition;

/** How a comparison compares. */
public enum Comparator {
    /** Same type and same value. */
    EQUAL("="),
    /** Another type or another value. */
    NOT_EQUAL("!="),
    /** Integers only. */
    LESS("<"),
    /** Integers only. */
    AT_MOST("<="),
    /** Integers only. */
    GREATER(">"),
    /** Integers only. */
    AT_LEAST(">=");

    private final String sign;

    Comparator(String sign) {
        this.sign = sign;
    }

    /**
     * The sign in a scenario.
     *
     * @return one or two characters
     */
    public String sign() {
        return sign;
    }

    /**
     * Finds a comparator by its sign.
     *
     * @param sign one or two characters
     * @return the comparator
     * @throws IllegalArgumentException if there is none
     */
    public static Comparator of(String sign) {
        for (Comparator comparator : values()) {
            if (comparator.sign.equals(sign)) {
                return comparator;
            }
        }
        throw new IllegalArgumentException("'" + sign + "' compares nothing");
    }
}
