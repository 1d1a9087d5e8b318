package io.github.accelbed.app.cli;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.text.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints results as text: kernels in a row that saw the same stand on one line. */
final class ResultPrinter {
    private final PrintWriter out;

    ResultPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(RunResult result) {
        Map<CellStatus, Integer> totals = new EnumMap<>(CellStatus.class);
        for (ScenarioResult scenario : result.scenarios()) {
            out.println(scenario.name() + ": " + scenario.title());
            List<CellResult> group = new ArrayList<>();
            for (CellResult cell : scenario.cells()) {
                totals.merge(cell.status(), 1, Integer::sum);
                if (!group.isEmpty() && !line(group.get(0)).equals(line(cell))) {
                    print(group);
                    group.clear();
                }
                group.add(cell);
            }
            print(group);
            out.println();
        }
        out.println(totals.entrySet().stream()
                .map(e -> e.getValue() + " " + word(e.getKey()))
                .collect(Collectors.joining(", ")));
        List<CellResult> cells = result.scenarios().stream()
                .flatMap(scenario -> scenario.cells().stream())
                .toList();
        long orders = cells.stream().filter(CellResult::writtenOrder).count();
        if (orders > 0) {
            out.println("in written order only, of several: " + Words.count(orders, "cell")
                    + "; 'explore' takes every order");
        }
        long lines = cells.stream().mapToLong(CellResult::notJudged).sum();
        if (lines > 0) {
            out.println("not judged, since it takes every order: " + Words.count(lines, "expectation"));
        }
    }

    private void print(List<CellResult> group) {
        CellResult first = group.get(0);
        String kernels = group.size() == 1
                ? first.kernel()
                : first.kernel() + ".." + group.get(group.size() - 1).kernel();
        out.printf(Locale.ROOT, "  %-8s %-11s %-5s  %s%n", first.backend(), kernels, word(first.status()), saw(first));
        for (ExpectationResult expectation : first.expectations()) {
            if (Boolean.FALSE.equals(expectation.met())) {
                out.println("      line " + expectation.line() + " is not met: " + expectation.text());
            }
        }
    }

    private static String line(CellResult cell) {
        return cell.backend() + ' ' + cell.status() + ' ' + saw(cell) + ' ' + cell.expectations();
    }

    private static String saw(CellResult cell) {
        String reason = cell.reason();
        if (reason != null) {
            return reason;
        }
        return cell.outcomes().stream()
                .flatMap(outcome -> outcome.registers().entrySet().stream())
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String word(CellStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
