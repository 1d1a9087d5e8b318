package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Outcome;
import java.util.List;

/**
 * Cells of a scenario that ended alike.
 *
 * @param letter stands for the outcomes, here and in the matrix; empty if the cells have none
 * @param status how they ended
 * @param reason why they were skipped or broke; empty otherwise
 * @param outcomes all ways in which each of these cells can end
 * @param where the cells
 */
public record OutcomeView(String letter, CellStatus status, String reason, List<Outcome> outcomes, List<Where> where) {
    /**
     * Whether the count of schedules says anything.
     *
     * @return false in a plain run, where each cell has one outcome of one schedule
     */
    public boolean explored() {
        return outcomes.stream().anyMatch(outcome -> !"1".equals(outcome.schedules())) || outcomes.size() > 1;
    }
}
