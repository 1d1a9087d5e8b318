package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.page.AlikeCells;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.language.Scenario;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that an exploration found, cells in which the same was found together. */
public final class ExplorationText {
    private final List<Scenario> scenarios;
    private final Witnesses witnesses;

    /**
     * A text of these scenarios.
     *
     * @param scenarios what was explored
     * @param witnesses for which outcomes a witness is shown
     */
    public ExplorationText(List<Scenario> scenarios, Witnesses witnesses) {
        this.scenarios = List.copyOf(scenarios);
        this.witnesses = witnesses;
    }

    /**
     * The text.
     *
     * @param result of exploring the scenarios, in their order
     * @return lines of at most {@value Wrap#WIDTH} columns
     */
    public List<String> lines(RunResult result) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            ScenarioResult scenario = result.scenarios().get(i);
            lines.addAll(Wrap.lines(scenario.name() + ": " + scenario.title(), Wrap.WIDTH));
            for (AlikeCells alike : AlikeCells.of(scenario)) {
                lines.add("");
                lines.addAll(Wrap.lines(
                        "  " + alike.where().backend() + " on " + alike.kernels() + ": "
                                + alike.first().status().id(),
                        Wrap.WIDTH));
                lines.addAll(CellText.lines(alike.first(), shown(scenarios.get(i), alike.first())));
            }
            lines.add("");
        }
        lines.addAll(Wrap.lines(summary(result), Wrap.WIDTH));
        return lines;
    }

    private Predicate<Outcome> shown(Scenario scenario, CellResult cell) {
        AskedAbout asked = new AskedAbout(scenario);
        return switch (witnesses) {
            case ALL -> outcome -> true;
            case UNEXPECTED -> outcome -> !outcome.asExpected() || asked.test(cell, outcome);
            case NONE -> outcome -> false;
        };
    }

    private static String summary(RunResult result) {
        String cells = Stream.of(CellStatus.values())
                .filter(status -> result.count(status) > 0)
                .map(status -> result.count(status) + " " + status.id())
                .collect(Collectors.joining(", "));
        List<Explored> explored = result.scenarios().stream()
                .flatMap(scenario -> scenario.cells().stream())
                .map(CellResult::explored)
                .filter(Objects::nonNull)
                .toList();
        boolean counted = explored.stream().allMatch(one -> one.schedules() != null);
        BigInteger schedules = explored.stream()
                .map(Explored::schedules)
                .filter(Objects::nonNull)
                .map(BigInteger::new)
                .reduce(BigInteger.ZERO, BigInteger::add);
        return cells + "; "
                + Digits.of(explored.stream().mapToLong(Explored::states).sum(), "state") + ", "
                + Digits.of(explored.stream().mapToLong(Explored::transitions).sum(), "transition") + ", "
                + (counted ? Digits.of(schedules, "schedule") : "schedules not counted");
    }
}
