package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.List;

/**
 * One scenario's section.
 *
 * @param result what was run
 * @param id of the section
 * @param status summary, such as {@code 23 pass, 1 fail}
 * @param worst fail if a cell failed or broke, incomplete if one was given up, pass otherwise
 * @param claims that it bears on
 * @param source with its expectations marked
 * @param outcomes groups of cells that ended alike
 * @param counters with their values
 * @param timeLines by backend
 * @param explored what was found by exploration
 */
public record ScenarioView(
        ScenarioResult result,
        String id,
        String status,
        CellStatus worst,
        List<ClaimLink> claims,
        List<SourceLine> source,
        List<OutcomeView> outcomes,
        List<CounterView> counters,
        List<BackendTimeLines> timeLines,
        List<ExploredView> explored) {
    /**
     * A claim that the scenario names.
     *
     * @param id of the claim
     * @param href to it; empty if the report does not hold it
     */
    public record ClaimLink(String id, String href) {}

    /**
     * A backend's time lines.
     *
     * @param backend its id
     * @param id of this part of the page
     * @param views different courses of events, newest kernel first
     * @param leftOut how many more there are
     */
    public record BackendTimeLines(String backend, String id, List<TimeLineView> views, int leftOut) {}
}
