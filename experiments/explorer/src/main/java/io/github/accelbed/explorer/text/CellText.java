package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was found in one cell: its expectations, the table of its outcomes, the circles of locks, and witnesses. */
public final class CellText {
    private static final String INDENT = "    ";

    private CellText() {}

    /**
     * A cell's text.
     *
     * @param cell an explored cell, or a plain one
     * @param witness for which of its outcomes the witness is shown
     * @return lines of at most {@value Wrap#WIDTH} columns, all indented a little
     */
    public static List<String> lines(CellResult cell, Predicate<Outcome> witness) {
        List<String> lines = new ArrayList<>();
        int width = Wrap.WIDTH - INDENT.length();
        Explored explored = cell.explored();
        if (explored != null) {
            lines.addAll(Wrap.lines(effort(explored), width));
        }
        String reason = cell.reason();
        if (reason != null) {
            reason.lines().forEach(line -> lines.addAll(Wrap.lines(line, width)));
        }
        for (ExpectationResult expectation : cell.expectations()) {
            String judged = judged(expectation, explored);
            if (!judged.isEmpty()) {
                lines.addAll(
                        Wrap.lines("line " + expectation.line() + " " + judged + ": " + expectation.text(), width));
            }
        }
        if (explored == null) {
            lines.addAll(plain(cell, width));
        } else {
            if (!cell.outcomes().isEmpty()) {
                lines.addAll(new OutcomeTable(cell.outcomes()).lines(width));
            }
            for (String cycle : explored.lockCycles()) {
                lines.add("");
                lines.add("possible deadlock, locks are taken in a circle:");
                cycle.lines().forEach(line -> lines.addAll(Wrap.lines("  " + line, width)));
            }
        }
        for (int i = 0; i < cell.outcomes().size(); i++) {
            Outcome outcome = cell.outcomes().get(i);
            TimeLine steps = outcome.witness();
            if (steps != null && witness.test(outcome)) {
                lines.add("");
                lines.addAll(Wrap.lines(
                        "outcome " + (i + 1) + (outcome.asExpected() ? "" : ", not as expected") + ": "
                                + OutcomeTable.state(outcome),
                        width));
                lines.addAll(new WitnessText(outcome, steps).lines(width));
                String end = outcome.end();
                if (end != null) {
                    end.lines().forEach(line -> lines.addAll(Wrap.lines(line, width)));
                }
            }
        }
        return lines.stream().map(line -> (INDENT + line).stripTrailing()).toList();
    }

    /** A plain run has one outcome, and its steps are the witness. */
    private static List<String> plain(CellResult cell, int width) {
        List<String> lines = new ArrayList<>();
        TimeLine steps = cell.timeLine();
        for (Outcome outcome : cell.outcomes()) {
            lines.addAll(Wrap.lines("outcome: " + OutcomeTable.state(outcome), width));
            if (steps != null) {
                lines.addAll(new WitnessText(outcome, steps).lines(width));
            }
        }
        return lines;
    }

    private static String judged(ExpectationResult expectation, @Nullable Explored explored) {
        Boolean met = expectation.met();
        if (met == null) {
            return explored == null ? "" : "is not settled";
        }
        return met ? "" : "is not met";
    }

    private static String effort(Explored explored) {
        StringBuilder text = new StringBuilder(explored.method());
        if (!explored.events().isEmpty()) {
            text.append(", with the events ").append(String.join(" ", explored.events()));
        }
        String schedules = explored.schedules();
        text.append(": ").append(Digits.of(explored.states(), "state"));
        text.append(", ").append(Digits.of(explored.transitions(), "transition"));
        if (schedules != null) {
            text.append(", ").append(Digits.of(new BigInteger(schedules), "schedule"));
        }
        if (explored.cutRetries() > 0) {
            text.append(", ")
                    .append(Digits.of(explored.cutRetries(), "retry loop"))
                    .append(" cut");
        }
        if (!explored.complete()) {
            // No states are kept of samples; one that takes too many steps goes round in a circle, or is too long.
            boolean givenUp = explored.states() == 0 && explored.cutRetries() > 0;
            text.append("; INCOMPLETE, ")
                    .append(givenUp ? "some were given up" : "the budget or the memory ended, or somebody ended it");
        }
        return text.toString();
    }
}
