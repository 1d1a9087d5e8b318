package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import java.util.List;
import java.util.Map;

/**
 * Cells of a scenario that ended alike.
 *
 * @param letter stands for the outcomes, here and in the matrix; empty if the cells have none
 * @param status how they ended
 * @param reason why they were skipped or broke; empty otherwise
 * @param outcomes the registers of all ways in which each of these cells can end, each once
 * @param where the cells
 */
public record OutcomeView(
        String letter, CellStatus status, String reason, List<Map<String, String>> outcomes, List<Where> where) {}
