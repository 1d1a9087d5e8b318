package io.github.accelbed.conformance.agent;

/** This machine does not let the native agent be built or run; the message says why and what would help. */
public final class AgentException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message one sentence for a user
     */
    public AgentException(String message) {
        super(message);
    }

    /**
     * A refusal that has a cause.
     *
     * @param message one sentence for a user
     * @param cause what was caught
     */
    public AgentException(String message, Throwable cause) {
        super(message, cause);
    }
}
