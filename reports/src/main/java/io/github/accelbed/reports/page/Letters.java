package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives each different set of outcomes of a scenario a letter: equal letters, equal registers. */
final class Letters {
    private final Map<List<Map<String, String>>, String> letters = new LinkedHashMap<>();

    Letters(ScenarioResult scenario) {
        CellGroups.by(scenario, Letters::key).keySet().forEach(key -> {
            if (key.stream().anyMatch(registers -> !registers.isEmpty())) {
                letters.put(key, name(letters.size()));
            }
        });
    }

    /** The letter of a cell's outcomes; empty if it has none or they have no registers. */
    String of(CellResult cell) {
        return letters.getOrDefault(key(cell), "");
    }

    private static List<Map<String, String>> key(CellResult cell) {
        return cell.outcomes().stream().map(Outcome::registers).toList();
    }

    private static String name(int index) {
        String last = String.valueOf((char) ('a' + index % 26));
        return index < 26 ? last : name(index / 26 - 1) + last;
    }
}
