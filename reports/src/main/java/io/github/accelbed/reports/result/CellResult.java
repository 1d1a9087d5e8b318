package io.github.accelbed.reports.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on one backend and one kernel.
 *
 * @param backend the row's id, such as {@code vfio}; {@code mm} for a scenario without a device
 * @param kernel the version, such as {@code 4.20}
 * @param status how it ended
 * @param reason why it was skipped or broke; null otherwise
 * @param outcomes how it can end: exactly one in a plain run that came to its end, none in a skipped cell
 * @param counters the counters that the scenario asks for at the end, by their text (such as {@code pinned(A)})
 * @param expectations the lines that speak for this cell, in file order
 * @param timeLine the steps of the plain run; null if it was not recorded
 * @param explored how the interleavings were explored; null in a plain run
 * @param writtenOrder whether the scenario has other orders of steps than the one that was taken, the written one
 */
public record CellResult(
        String backend,
        String kernel,
        CellStatus status,
        @Nullable String reason,
        List<Outcome> outcomes,
        Map<String, Long> counters,
        List<ExpectationResult> expectations,
        @Nullable TimeLine timeLine,
        @Nullable Explored explored,
        boolean writtenOrder) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if backend or kernel is blank, or a skipped or broken cell gives no reason, or a plain run
     *     is called incomplete
     */
    public CellResult {
        Checks.notBlank(backend, "backend");
        Checks.notBlank(kernel, "kernel");
        if (reason == null && (status == CellStatus.SKIP || status == CellStatus.ERROR)) {
            throw new IllegalArgumentException(
                    "the cell " + backend + " on " + kernel + " ended in " + status.id() + " and must say why");
        }
        boolean settled = expectations.stream().allMatch(expectation -> expectation.met() != null);
        if (status == CellStatus.INCOMPLETE && (explored == null || (explored.complete() && settled))) {
            throw new IllegalArgumentException(
                    "the cell " + backend + " on " + kernel + " is incomplete, but nothing of it was left out");
        }
        outcomes = List.copyOf(outcomes);
        counters = Checks.ordered(counters);
        expectations = List.copyOf(expectations);
    }

    /**
     * The same run on another kernel.
     *
     * @param other its version
     * @return all but the kernel as here
     */
    public CellResult on(String other) {
        return new CellResult(
                backend, other, status, reason, outcomes, counters, expectations, timeLine, explored, writtenOrder);
    }

    /**
     * How many lines the run could not judge.
     *
     * @return 0 or more
     */
    public int notJudged() {
        return (int) expectations.stream().filter(one -> one.met() == null).count();
    }
}
