package io.github.accelbed.scenario.builtin;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.ArrayList;
import java.util.List;

/** Runs scenarios as the command line does and says what is wrong with them, one line a cell. */
public final class Runs {
    /** Every row and mechanism; which claims there are is not asked. */
    public static final Vocabulary VOCABULARY = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());

    private Runs() {}

    /** Plain runs of scenarios. */
    public static List<ScenarioResult> of(List<Scenario> scenarios) {
        return new ScenarioRunner(RunSettings.defaults())
                .run(scenarios, done -> {})
                .scenarios();
    }

    /** The cells with a status, with what did not hold or why. */
    public static List<String> cells(List<ScenarioResult> results, CellStatus status) {
        List<String> lines = new ArrayList<>();
        for (ScenarioResult scenario : results) {
            for (CellResult cell : scenario.cells()) {
                if (cell.status() == status) {
                    lines.add(scenario.name() + " " + cell.backend() + " on " + cell.kernel() + ": " + why(cell));
                }
            }
        }
        return lines;
    }

    private static String why(CellResult cell) {
        StringBuilder why = new StringBuilder();
        if (cell.reason() != null) {
            why.append(cell.reason());
        }
        cell.expectations().stream()
                .filter(expectation -> Boolean.FALSE.equals(expectation.met()))
                .forEach(expectation -> why.append("line ")
                        .append(expectation.line())
                        .append(": ")
                        .append(expectation.text())
                        .append(' '));
        return why + " " + cell.outcomes();
    }
}
