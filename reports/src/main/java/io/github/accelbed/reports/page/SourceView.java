package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Marks the expectations in a scenario's source. */
final class SourceView {
    private SourceView() {}

    static List<SourceLine> of(ScenarioResult scenario) {
        Map<Integer, Judged> judged = new HashMap<>();
        for (CellResult cell : scenario.cells()) {
            for (ExpectationResult expectation : cell.expectations()) {
                judged.computeIfAbsent(expectation.line(), line -> new Judged()).add(cell, expectation.met());
            }
        }
        List<SourceLine> lines = new ArrayList<>();
        int number = 0;
        for (String text : scenario.source().stripTrailing().split("\\R", -1)) {
            number++;
            Judged line = judged.get(number);
            if (line != null) {
                lines.add(line.mark(number, text, scenario));
            } else {
                lines.add(new SourceLine(number, text, text.strip().startsWith("#") ? "comment" : "", "", ""));
            }
        }
        return lines;
    }

    /** What the cells say of one expectation. */
    private static final class Judged {
        private final List<CellResult> unmet = new ArrayList<>();
        private int met;
        private int open;

        void add(CellResult cell, @Nullable Boolean held) {
            if (held == null) {
                open++;
            } else if (held) {
                met++;
            } else {
                unmet.add(cell);
            }
        }

        SourceLine mark(int number, String text, ScenarioResult scenario) {
            int all = met + open + unmet.size();
            if (!unmet.isEmpty()) {
                String where = CellGroups.where(scenario, unmet).stream()
                        .map(group -> group.backend() + " " + group.kernels())
                        .collect(Collectors.joining("; "));
                return new SourceLine(
                        number, text, "unmet", "✗", "unmet in " + unmet.size() + " of " + all + " cells: " + where);
            }
            if (met == 0) {
                return new SourceLine(number, text, "open", "○", "not judged in this run");
            }
            String note =
                    open == 0 ? "met in " + cells(met) : "met in " + met + " of " + all + " cells, the rest not judged";
            return new SourceLine(number, text, "met", "✓", note);
        }

        private static String cells(int count) {
            return count == 1 ? "1 cell" : count == 2 ? "both cells" : "all " + count + " cells";
        }
    }
}
