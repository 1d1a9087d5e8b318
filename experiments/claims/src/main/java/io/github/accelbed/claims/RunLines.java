package io.github.accelbed.claims;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.StatementText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What scenarios are and do, line by line: where two of them differ. Lines are cut once, and each pair is compared once. */
final class RunLines {
    private final Map<String, Set<String>> lines = new HashMap<>();
    private final Map<List<String>, List<String>> compared = new HashMap<>();

    RunLines(Collection<Scenario> scenarios) {
        scenarios.forEach(scenario -> lines.put(scenario.name(), of(scenario)));
    }

    /** Lines that one of them has and the other lacks, as {@code - line} and {@code + line}; expectations do not count. */
    List<String> changed(String from, String to) {
        return compared.computeIfAbsent(List.of(from, to), unused -> compare(from, to));
    }

    private List<String> compare(String a, String b) {
        Set<String> from = lines.getOrDefault(a, Set.of());
        Set<String> to = lines.getOrDefault(b, Set.of());
        List<String> changed = new ArrayList<>();
        from.stream().filter(line -> !to.contains(line)).forEach(line -> changed.add("- " + line));
        to.stream().filter(line -> !from.contains(line)).forEach(line -> changed.add("+ " + line));
        return changed;
    }

    /** From the machine that is set up to the last step; not what it is called, where it runs and what is expected. */
    private static Set<String> of(Scenario scenario) {
        List<String> lines = Arrays.stream(scenario.text().split("\n", -1))
                .map(StatementText::of)
                .toList();
        Set<String> run = new LinkedHashSet<>(lines.subList(0, lines.indexOf("expect")));
        run.removeIf(line -> line.isEmpty() || line.matches("(scenario|title|claims?|backends?|kernels?|run)\\b.*"));
        return run;
    }
}
