package io.github.accelbed.scenario.builtin;

import java.util.List;

/** Scenarios that cannot be had: not found, not readable, or malformed. */
public final class ScenarioFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean io;

    ScenarioFileException(boolean io, List<String> messages) {
        super(String.join(System.lineSeparator(), messages));
        this.io = io;
    }

    /**
     * Whether reading failed, as opposed to a wrong name or a malformed file.
     *
     * @return true for I/O
     */
    public boolean io() {
        return io;
    }
}
