package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways in which a cell can end, one a row, as herd and jcstress list them. */
final class OutcomeTable {
    private final List<Outcome> outcomes;
    private final Set<String> names = new LinkedHashSet<>();

    OutcomeTable(List<Outcome> outcomes) {
        this.outcomes = outcomes;
        outcomes.forEach(outcome -> names.addAll(outcome.registers().keySet()));
        outcomes.forEach(outcome -> names.addAll(outcome.counters().keySet()));
    }

    List<String> lines(int width) {
        TextTable wide = table(true);
        return (wide.fits(width) ? wide : table(false)).lines(width);
    }

    private TextTable table(boolean columnForEach) {
        boolean faults = outcomes.stream().anyMatch(outcome -> !outcome.faults().isEmpty());
        TextTable table = new TextTable();
        table.column("", TextTable.Kind.NUMBER);
        if (columnForEach) {
            names.forEach(name -> table.column(name, TextTable.Kind.WORD));
        } else {
            table.column("state", TextTable.Kind.ELASTIC);
        }
        table.column("schedules", TextTable.Kind.NUMBER);
        table.column("expected", TextTable.Kind.WORD);
        if (faults) {
            table.column("faults", TextTable.Kind.ELASTIC);
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            if (columnForEach) {
                Map<String, String> state = stateOf(outcome);
                names.forEach(name -> cells.add(state.getOrDefault(name, "-")));
            } else {
                cells.add(state(outcome));
            }
            cells.add(Digits.schedules(outcome.schedules()));
            cells.add(outcome.asExpected() ? "yes" : "NO");
            if (faults) {
                cells.add(String.join("; ", outcome.faults()));
            }
            String end = outcome.end();
            table.row(cells, end == null ? List.of() : end.lines().toList());
        }
        return table;
    }

    /** What tells an outcome apart, in one line. */
    static String state(Outcome outcome) {
        String state = stateOf(outcome).entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
        return state.isEmpty() ? "no registers" : state;
    }

    private static Map<String, String> stateOf(Outcome outcome) {
        Map<String, String> state = new LinkedHashMap<>(outcome.registers());
        outcome.counters().forEach((name, value) -> state.put(name, Long.toString(value)));
        return state;
    }
}
