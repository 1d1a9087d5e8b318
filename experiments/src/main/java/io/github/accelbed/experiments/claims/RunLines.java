package io.github.accelbed.experiments.claims;

import io.github.accelbed.experiments.language.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What two scenarios do differently, line by line. */
final class RunLines {
    private RunLines() {}

    /** Lines that one of them has and the other lacks, as {@code - line} and {@code + line}; expectations do not count. */
    static List<String> changed(Scenario a, Scenario b) {
        List<String> from = of(a);
        List<String> to = of(b);
        List<String> changed = new ArrayList<>();
        from.stream().filter(line -> !to.contains(line)).forEach(line -> changed.add("- " + line));
        to.stream().filter(line -> !from.contains(line)).forEach(line -> changed.add("+ " + line));
        return changed;
    }

    private static List<String> of(Scenario scenario) {
        List<String> lines = Arrays.stream(scenario.text().split("\n", -1))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .toList();
        return lines.subList(lines.indexOf("run") + 1, lines.indexOf("expect")).stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
