package io.github.accelbed.claims;

import java.util.List;

/**
 * Scenarios and what is asked of each of their cells.
 *
 * @param scenarios names of built-in scenarios; empty where nothing has to run
 * @param backends the rows on which; {@code mm} alone for scenarios without a device
 * @param without mechanisms that are left out, beyond those that the scenarios leave out themselves
 * @param question what is asked
 */
public record Evidence(List<String> scenarios, List<String> backends, List<String> without, Question question) {

    /** The scenario of a cell that is no run. */
    public static final String REGISTRY = "what the row offers";

    /** Copies the lists. */
    public Evidence {
        scenarios = List.copyOf(scenarios);
        backends = List.copyOf(backends);
        without = List.copyOf(without);
        boolean ofRegistry = question instanceof Question.Offers || question instanceof Question.Is;
        if (scenarios.isEmpty() != ofRegistry || backends.isEmpty()) {
            throw new IllegalArgumentException(
                    "evidence needs rows, and scenarios unless it asks what rows offer or are");
        }
    }
}
