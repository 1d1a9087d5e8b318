package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Problem;
import io.github.accelbed.scenario.language.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The arguments that name scenarios. */
final class ScenarioNames {
    @Parameters(
            paramLabel = "FILE|DIR|NAME",
            arity = "1..*",
            description =
                    "Scenario files, directories of them, or built-in scenarios (a name or the folder of its name).")
    private List<String> names = new ArrayList<>();

    /** Reads them, and prints what is odd about them. */
    List<Scenario> read(PrintWriter err) throws IOException {
        List<Scenario> scenarios = new ScenarioFiles(Selection.vocabulary()).read(names);
        for (Scenario scenario : scenarios) {
            for (Problem warning : scenario.warnings()) {
                err.println(PlainText.line("warning: " + warning));
            }
        }
        return scenarios;
    }
}
