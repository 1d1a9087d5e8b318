package io.github.accelbed.conformance.replay;

import java.util.Locale;

/** The parts of a storm, in their order. */
public enum StormPhase {
    /** The parent writes each page for the first time. */
    POPULATE("populate"),
    /** The parent forks. */
    FORK("fork"),
    /** The child writes each page, and each write copies. */
    WRITE("COW writes"),
    /** The child exits, up to where its parent knows. */
    EXIT("exit of the child");

    private final String title;

    StormPhase(String title) {
        this.title = title;
    }

    /**
     * For a table.
     *
     * @return its name in words
     */
    public String title() {
        return title;
    }

    /** The agent's name for it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
