package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Problem;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code accelbed run}: runs scenarios and prints what each cell saw. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run scenarios on every backend and kernel they name, and judge their expectations.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Selection selection = new Selection();

    @Parameters(
            paramLabel = "FILE|DIR|NAME",
            arity = "1..*",
            description =
                    "Scenario files, directories of them, or built-in scenarios (a name or the folder of its name).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results as JSON; '-' for stdout instead of the table.")
    private @Nullable String json;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException();
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ScenarioRunner runner = new ScenarioRunner(selection.settings());
        List<Scenario> scenarios = new ScenarioFiles(Selection.vocabulary()).read(names);
        for (Scenario scenario : scenarios) {
            for (Problem warning : scenario.warnings()) {
                err.println(PlainText.line("warning: " + warning));
            }
        }
        Progress progress = new Progress(err, scenarios.size());
        RunResult result = runner.run(scenarios, progress::done);
        if ("-".equals(json)) {
            out.print(new JsonWriter().json(result));
        } else {
            new ResultPrinter(out).print(PlainText.of(result));
            if (json != null) {
                new OutputFile(Path.of(json)).write(new JsonWriter().json(result));
            }
        }
        out.flush();
        return exitCode(result);
    }

    static int exitCode(RunResult result) {
        boolean differs = result.scenarios().stream()
                .flatMap(scenario -> scenario.cells().stream())
                .anyMatch(cell -> cell.status() == CellStatus.FAIL || cell.status() == CellStatus.ERROR);
        return differs ? ExitCode.DIFFERS : ExitCode.OK;
    }
}
