package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a scenario's section. */
final class ScenarioBuilder {
    private final Set<String> knownClaims;
    private final TimeLines timeLines;
    private final ExploredBuilder explored;

    ScenarioBuilder(Set<String> knownClaims, TimeLines timeLines, ExploredBuilder explored) {
        this.knownClaims = knownClaims;
        this.timeLines = timeLines;
        this.explored = explored;
    }

    ScenarioView build(ScenarioResult scenario) {
        Map<CellStatus, Long> counts = new LinkedHashMap<>();
        for (CellStatus status : CellStatus.values()) {
            long count = scenario.cells().stream()
                    .filter(cell -> cell.status() == status)
                    .count();
            if (count > 0) {
                counts.put(status, count);
            }
        }
        String summary = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().id())
                .collect(Collectors.joining(", "));
        return new ScenarioView(
                scenario,
                Slug.scenario(scenario.name()),
                summary,
                worst(counts.keySet()),
                scenario.claims().stream().map(this::link).toList(),
                SourceView.of(scenario),
                outcomes(scenario),
                counters(scenario),
                timeLines(scenario),
                explored.of(scenario));
    }

    /** What the sign at the title says: all is well only if nothing failed, broke or was given up. */
    private static CellStatus worst(Set<CellStatus> statuses) {
        if (statuses.contains(CellStatus.FAIL) || statuses.contains(CellStatus.ERROR)) {
            return CellStatus.FAIL;
        }
        return statuses.contains(CellStatus.INCOMPLETE) ? CellStatus.INCOMPLETE : CellStatus.PASS;
    }

    private ScenarioView.ClaimLink link(String claim) {
        return new ScenarioView.ClaimLink(claim, knownClaims.contains(claim) ? "#" + Slug.claim(claim) : "");
    }

    /** What cells must have in common to be shown as one. */
    private record Ending(CellStatus status, String reason, List<Map<String, String>> outcomes) {
        static Ending of(CellResult cell) {
            String reason = cell.reason();
            return new Ending(
                    cell.status(),
                    reason == null ? "" : reason,
                    cell.outcomes().stream().map(Outcome::registers).distinct().toList());
        }
    }

    private static List<OutcomeView> outcomes(ScenarioResult scenario) {
        Letters letters = new Letters(scenario);
        List<OutcomeView> result = new ArrayList<>();
        CellGroups.by(scenario, Ending::of)
                .forEach((ending, cells) -> result.add(new OutcomeView(
                        letters.of(cells.get(0)),
                        ending.status(),
                        ending.reason(),
                        ending.outcomes(),
                        CellGroups.where(scenario, cells))));
        return result;
    }

    private static List<CounterView> counters(ScenarioResult scenario) {
        Set<String> names = new LinkedHashSet<>();
        scenario.cells().forEach(cell -> names.addAll(cell.counters().keySet()));
        List<CounterView> result = new ArrayList<>();
        for (String name : names) {
            List<CounterView.Value> values = new ArrayList<>();
            CellGroups.by(scenario, cell -> cell.counters().getOrDefault(name, Long.MIN_VALUE))
                    .forEach((value, cells) -> {
                        if (value != Long.MIN_VALUE) {
                            String unit = name.equals("elapsed") ? " ns" : "";
                            values.add(new CounterView.Value(
                                    Numbers.count(value) + unit, CellGroups.where(scenario, cells)));
                        }
                    });
            result.add(new CounterView(name, values));
        }
        return result;
    }

    private List<ScenarioView.BackendTimeLines> timeLines(ScenarioResult scenario) {
        List<ScenarioView.BackendTimeLines> result = new ArrayList<>();
        timeLines
                .of(scenario)
                .forEach((backend, views) -> result.add(new ScenarioView.BackendTimeLines(
                        backend, Slug.backend(scenario.name(), backend), views, timeLines.leftOut(scenario, backend))));
        return result;
    }
}
