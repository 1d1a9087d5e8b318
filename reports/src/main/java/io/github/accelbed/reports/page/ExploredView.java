package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Explored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exploration found in cells alike: a table of all outcomes, and a time line that shows how each comes about.
 *
 * @param id of this part of the page
 * @param where the cells
 * @param status how they ended
 * @param reason why they broke; empty otherwise
 * @param explored of the first of them
 * @param effort what was visited, in words
 * @param names registers and counters, the columns of the table
 * @param faults whether a fault occurred in any outcome
 * @param rows a row an outcome
 * @param leftOut how many outcomes have a witness that is not drawn, to keep the page small
 */
public record ExploredView(
        String id,
        Where where,
        CellStatus status,
        String reason,
        Explored explored,
        String effort,
        List<String> names,
        boolean faults,
        List<Row> rows,
        long leftOut) {
    /**
     * An outcome.
     *
     * @param number from 1
     * @param state a value for each name; empty where the run had none
     * @param schedules its count, digits in groups of three, or {@code not counted}
     * @param asExpected whether it breaks no expectation
     * @param faults those that occurred
     * @param end why the run did not come to its end; empty if it did
     * @param title what tells it apart, in one line
     * @param witness how it comes about; null if that was not kept, or left out to keep the page small
     */
    public record Row(
            int number,
            List<String> state,
            String schedules,
            boolean asExpected,
            List<String> faults,
            String end,
            String title,
            @Nullable TimeLineView witness) {}
}
