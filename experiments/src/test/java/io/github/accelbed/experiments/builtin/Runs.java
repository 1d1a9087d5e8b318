package io.github.accelbed.experiments.builtin;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.backend.Mechanisms;
import io.github.accelbed.experiments.claims.Ledger;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.experiments.run.RunSettings;
import io.github.accelbed.experiments.run.ScenarioRunner;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;

/** Runs scenarios as the command line does and says what is wrong with them, one line a cell. */
final class Runs {
    static final Vocabulary VOCABULARY =
            Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());

    private Runs() {}

    static List<ScenarioResult> of(List<Scenario> scenarios) {
        return new ScenarioRunner(RunSettings.defaults())
                .run(scenarios, done -> {})
                .scenarios();
    }

    /** The cells with a status, with what did not hold or why. */
    static List<String> cells(List<ScenarioResult> results, CellStatus status) {
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
