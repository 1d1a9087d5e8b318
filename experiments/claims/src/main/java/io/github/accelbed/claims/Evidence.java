package io.github.accelbed.claims;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked in some cases.
 *
 * @param cases at least one; each has scenarios, unless nothing has to run
 * @param backends the rows on which; {@code mm} alone for scenarios without a device
 * @param without mechanisms that are left out, beyond those that the scenarios leave out themselves
 * @param question what is asked
 */
public record Evidence(List<Case> cases, List<String> backends, List<String> without, Question question) {

    /** The scenario of a cell that is no run. */
    public static final String REGISTRY = "what the row offers";

    /** Copies the lists. */
    public Evidence {
        cases = List.copyOf(cases);
        backends = List.copyOf(backends);
        without = List.copyOf(without);
        boolean ofRegistry = question instanceof Question.Offers || question instanceof Question.Is;
        if (cases.isEmpty() || backends.isEmpty()) {
            throw new IllegalArgumentException("evidence needs cases and rows");
        }
        if (cases.stream().anyMatch(one -> one.scenarios().isEmpty() != ofRegistry)) {
            throw new IllegalArgumentException("each case needs scenarios, unless it is asked what rows offer or are");
        }
    }

    /**
     * The scenarios of all cases.
     *
     * @return their names, each once
     */
    public List<String> scenarios() {
        Set<String> scenarios = new LinkedHashSet<>();
        cases.forEach(one -> scenarios.addAll(one.scenarios()));
        return List.copyOf(scenarios);
    }
}
