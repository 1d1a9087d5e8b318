package io.github.accelbed.model.access;

import java.util.ArrayList;
import java.util.List;

/** What an integrity check found wrong; each entry is a bug of the model. */
public final class IntegrityReport {
    private final List<String> problems = new ArrayList<>();

    /**
     * Demands equality.
     *
     * @param what what is compared
     * @param expected what it should be
     * @param actual what it is
     */
    public void expect(String what, long expected, long actual) {
        if (expected != actual) {
            problems.add(what + ": expected " + expected + ", found " + actual);
        }
    }

    /**
     * Demands a condition.
     *
     * @param holds whether it holds
     * @param otherwise what is wrong if not
     */
    public void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    /**
     * What was wrong.
     *
     * @return one sentence each, empty if all is well
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
