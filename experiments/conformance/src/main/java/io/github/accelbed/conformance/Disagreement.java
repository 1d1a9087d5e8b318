package io.github.accelbed.conformance;

import java.util.List;

/**
 * A smallest program on which model and kernel differ.
 *
 * @param name the scenario's or random program's name
 * @param scn the program as a scenario that anyone can run again
 * @param steps its steps with both answers, the one that differs last
 */
public record Disagreement(String name, String scn, List<SideBySide> steps) {
    /** Copies the list. */
    public Disagreement {
        steps = List.copyOf(steps);
    }

    /**
     * The step in which they differ.
     *
     * @return both answers
     */
    public SideBySide last() {
        return steps.get(steps.size() - 1);
    }
}
