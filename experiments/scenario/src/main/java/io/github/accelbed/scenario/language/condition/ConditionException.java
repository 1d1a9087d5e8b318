package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Position;

/** A condition that can be neither true nor false for an outcome; it makes the cell an error. */
public final class ConditionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Position at;

    /**
     * Says what is wrong and where.
     *
     * @param at where the comparison or operand stands
     * @param message what cannot be judged
     */
    public ConditionException(Position at, String message) {
        super(message);
        this.at = at;
    }

    /**
     * Where the comparison or operand stands.
     *
     * @return its first character
     */
    public Position at() {
        return at;
    }
}
