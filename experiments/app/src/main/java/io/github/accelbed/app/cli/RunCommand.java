package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code accelbed run}: runs scenarios and prints what each cell saw. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run scenarios on every backend and kernel they name, and judge their expectations.")
final class RunCommand extends Subcommand {
    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private ScenarioNames names = new ScenarioNames();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results as JSON; '-' for stdout instead of the table.")
    private @Nullable String json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        PrintWriter err = err();
        ScenarioRunner runner = new ScenarioRunner(selection.settings());
        List<Scenario> scenarios = names.read(err());
        if (json != null && !"-".equals(json)) {
            new OutputFile(Path.of(json)).check();
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
