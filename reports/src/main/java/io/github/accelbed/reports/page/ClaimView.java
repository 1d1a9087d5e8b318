package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One claim's row.
 *
 * @param entry the claim
 * @param id of the row
 * @param verdicts one for each of the table's scopes; null where there is none
 * @param reasons what the verdicts add, each once
 * @param scenarios that bear on it
 */
public record ClaimView(
        ClaimEntry entry,
        String id,
        List<@Nullable ClaimVerdict> verdicts,
        List<String> reasons,
        List<ScenarioLink> scenarios) {
    private static final int SHOWN = 5;

    /**
     * The scenarios that are always shown.
     *
     * @return at most {@value #SHOWN}
     */
    public List<ScenarioLink> firstScenarios() {
        return scenarios.subList(0, Math.min(SHOWN, scenarios.size()));
    }

    /**
     * The scenarios that are shown when asked for.
     *
     * @return those after the first ones
     */
    public List<ScenarioLink> furtherScenarios() {
        return scenarios.subList(Math.min(SHOWN, scenarios.size()), scenarios.size());
    }

    /**
     * A scenario that bears on the claim.
     *
     * @param name of the scenario
     * @param href to it
     */
    public record ScenarioLink(String name, String href) {}
}
