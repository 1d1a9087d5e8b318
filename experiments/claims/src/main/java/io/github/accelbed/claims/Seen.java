package io.github.accelbed.claims;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a question looked at in a cell, with its values. */
final class Seen {
    private static final Pattern COUNTER = Pattern.compile("[a-z][a-z-]*\\([A-Za-z0-9-]+\\)");

    private Seen() {}

    /** The registers and counters that a condition names; of an exploration those of each outcome. */
    static String of(CellResult cell, String condition) {
        if (cell.explored() == null) {
            return each(cell.outcomes().get(0).registers(), cell.counters(), condition);
        }
        List<String> outcomes = cell.outcomes().stream()
                .map(outcome -> each(outcome.registers(), outcome.counters(), condition))
                .distinct()
                .toList();
        return (outcomes.size() == 1 ? "in every order " : "in some orders ") + String.join(", in others ", outcomes);
    }

    /** All registers, of an exploration those of each outcome. */
    static String registers(CellResult cell) {
        return cell.outcomes().stream()
                .map(Outcome::registers)
                .map(registers -> each(registers, Map.of(), String.join(" ", registers.keySet())))
                .distinct()
                .collect(Collectors.joining(", in other orders "));
    }

    /** A counter that is not there is 0. */
    private static String each(Map<String, String> registers, Map<String, ?> counters, String condition) {
        Map<String, Object> named = new LinkedHashMap<>(registers);
        named.putAll(counters);
        Matcher counter = COUNTER.matcher(condition);
        while (counter.find()) {
            named.putIfAbsent(counter.group(), 0);
        }
        return named.entrySet().stream()
                .filter(entry -> names(condition, entry.getKey()))
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** As a word of its own: r1 is not in r10. */
    private static boolean names(String condition, String name) {
        for (int at = condition.indexOf(name); at >= 0; at = condition.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || !isPart(condition.charAt(at - 1)))
                    && (end == condition.length() || !isPart(condition.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '(';
    }
}
