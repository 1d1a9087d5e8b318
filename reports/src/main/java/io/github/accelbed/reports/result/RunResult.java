package io.github.accelbed.reports.result;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that one command ran, in the shape of the documented JSON.
 *
 * @param scenarios in the order in which they are to be shown
 */
public record RunResult(List<ScenarioResult> scenarios) {
    /** The version of the JSON's shape; it grows when a reader of the old shape would go wrong. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if two scenarios have the same name
     */
    public RunResult {
        scenarios = List.copyOf(scenarios);
        Set<String> seen = new HashSet<>();
        for (ScenarioResult scenario : scenarios) {
            if (!seen.add(scenario.name())) {
                throw new IllegalArgumentException("two scenarios are named " + scenario.name());
            }
        }
    }

    /**
     * How many cells ended so.
     *
     * @param status the ending
     * @return a count, over all scenarios
     */
    public long count(CellStatus status) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.cells().stream())
                .filter(cell -> cell.status() == status)
                .count();
    }
}
