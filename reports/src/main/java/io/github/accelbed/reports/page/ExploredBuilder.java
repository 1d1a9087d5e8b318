package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.reports.result.TimeLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the tables of what explorations found. */
final class ExploredBuilder {
    private static final int MOST_WITNESSES_A_TABLE = 12;
    private static final int MOST_WITNESSES_A_PAGE = 500;
    private static final int NO_FOLDING = Integer.MAX_VALUE;

    private final int most;

    /** Finds how many witnesses of a table can be drawn, or nobody could open the page. */
    ExploredBuilder(List<ScenarioResult> scenarios) {
        long tables = scenarios.stream()
                .flatMap(scenario -> AlikeCells.of(scenario).stream())
                .filter(alike -> alike.first().explored() != null)
                .count();
        most = (int) Math.max(1, Math.min(MOST_WITNESSES_A_TABLE, MOST_WITNESSES_A_PAGE / Math.max(1, tables)));
    }

    List<ExploredView> of(ScenarioResult scenario) {
        List<ExploredView> views = new ArrayList<>();
        for (AlikeCells alike : AlikeCells.of(scenario)) {
            Explored explored = alike.first().explored();
            if (explored != null) {
                String id = Slug.scenario(scenario.name()) + "--explored-" + (views.size() + 1);
                views.add(view(id, alike, explored));
            }
        }
        return views;
    }

    private ExploredView view(String id, AlikeCells alike, Explored explored) {
        CellResult cell = alike.first();
        Set<String> names = new LinkedHashSet<>();
        cell.outcomes().forEach(outcome -> names.addAll(outcome.registers().keySet()));
        cell.outcomes().forEach(outcome -> names.addAll(outcome.counters().keySet()));
        Set<Outcome> drawn = drawn(cell.outcomes());
        List<ExploredView.Row> rows = new ArrayList<>();
        for (Outcome outcome : cell.outcomes()) {
            Map<String, String> state = state(outcome);
            TimeLine witness = outcome.witness();
            rows.add(new ExploredView.Row(
                    rows.size() + 1,
                    names.stream().map(name -> state.getOrDefault(name, "")).toList(),
                    schedules(outcome.schedules()),
                    outcome.asExpected(),
                    outcome.faults(),
                    outcome.end() == null ? "" : outcome.end(),
                    title(state),
                    witness == null || !drawn.contains(outcome)
                            ? null
                            : TimeLineLayout.of(witness, new Where(cell.backend(), cell.kernel()), NO_FOLDING)));
        }
        return new ExploredView(
                id,
                alike.where(),
                cell.status(),
                cell.reason() == null ? "" : cell.reason(),
                explored,
                effort(explored),
                List.copyOf(names),
                cell.outcomes().stream().anyMatch(outcome -> !outcome.faults().isEmpty()),
                rows,
                cell.outcomes().stream()
                                .filter(outcome -> outcome.witness() != null)
                                .count()
                        - rows.stream().filter(row -> row.witness() != null).count());
    }

    /** Those that are not as expected go first. */
    private Set<Outcome> drawn(List<Outcome> outcomes) {
        List<Outcome> order = new ArrayList<>(
                outcomes.stream().filter(outcome -> !outcome.asExpected()).toList());
        outcomes.stream().filter(Outcome::asExpected).forEach(order::add);
        return order.stream().limit(most).collect(Collectors.toSet());
    }

    private static Map<String, String> state(Outcome outcome) {
        Map<String, String> state = new LinkedHashMap<>(outcome.registers());
        outcome.counters().forEach((name, value) -> state.put(name, Numbers.count(value)));
        return state;
    }

    private static String title(Map<String, String> state) {
        return state.isEmpty()
                ? "no registers"
                : state.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String schedules(@Nullable String count) {
        return count == null ? "not counted" : Numbers.count(count);
    }

    private static String effort(Explored explored) {
        List<String> parts = new ArrayList<>();
        parts.add(explored.method());
        if (!explored.events().isEmpty()) {
            parts.add("events that may happen: " + String.join(", ", explored.events()));
        }
        parts.add(counted(Long.toString(explored.states()), "state"));
        parts.add(counted(Long.toString(explored.transitions()), "transition"));
        String schedules = explored.schedules();
        parts.add(schedules == null ? "schedules not counted" : counted(schedules, "schedule"));
        if (explored.cutRetries() > 0) {
            parts.add(counted(Long.toString(explored.cutRetries()), "retry loop") + " cut");
        }
        return String.join(" · ", parts);
    }

    private static String counted(String count, String what) {
        return Numbers.count(count) + " " + what + (count.equals("1") ? "" : "s");
    }
}
