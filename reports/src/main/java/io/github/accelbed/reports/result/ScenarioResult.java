package io.github.accelbed.reports.result;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One scenario with all its cells.
 *
 * @param name as declared, such as {@code fork-cow/parent-writes-first}; what stands before the first slash is its
 *     group in the report
 * @param title the question it asks, in prose; may be empty
 * @param file where it came from, as given on the command line or relative to the built-in scenarios (never an
 *     absolute path, or reports would differ between machines)
 * @param source the file's text
 * @param claims ids of the claims that it bears on
 * @param mmOnly whether it opens no device, so that its only cells stand under the backend {@code mm}
 * @param cells in the order in which they are to be shown, by backend and then by kernel
 */
public record ScenarioResult(
        String name,
        String title,
        String file,
        String source,
        List<String> claims,
        boolean mmOnly,
        List<CellResult> cells) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the name is blank, or two cells have the same backend and kernel
     */
    public ScenarioResult {
        Checks.notBlank(name, "scenario name");
        claims = List.copyOf(claims);
        cells = List.copyOf(cells);
        Set<String> seen = new HashSet<>();
        for (CellResult cell : cells) {
            if (!seen.add(cell.backend() + " " + cell.kernel())) {
                throw new IllegalArgumentException(
                        "two cells of " + name + " for " + cell.backend() + " on " + cell.kernel());
            }
        }
    }
}
