package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.Budget;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.explorer.Reduction;
import io.github.accelbed.explorer.Sampling;
import io.github.accelbed.explorer.Watcher;
import io.github.accelbed.explorer.text.ExplorationText;
import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.explorer.text.Witnesses;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code accelbed explore}: all interleavings of scenarios, their outcomes with counts, and a run that shows each. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = "Take scenarios in every interleaving of their branches, and judge all outcomes.")
final class ExploreCommand extends Subcommand {

    /** What explores; tests put something else here. */
    @FunctionalInterface
    interface Engine {
        RunResult explore(ExploreSettings settings, Watcher watcher, List<Scenario> scenarios, IntConsumer progress);
    }

    /** A budget as the user spells it. */
    static final class BudgetConverter implements CommandLine.ITypeConverter<Budget> {
        @Override
        public Budget convert(String value) {
            try {
                return Budget.parse(value);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    private final Engine engine;

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private ScenarioNames names = new ScenarioNames();

    @Option(
            names = "--budget",
            paramLabel = "T",
            converter = BudgetConverter.class,
            description = "Give a cell up as incomplete after this time (500ms, 30s, 2m) or this number of schedules."
                    + " Only the latter gives the same result on every machine.")
    private Budget budget = Budget.NONE;

    @Option(
            names = "--random",
            paramLabel = "K",
            description = "Take K random schedules of each cell in place of all; needs --seed.")
    private @Nullable Long random;

    @Option(
            names = "--reduce",
            paramLabel = "states|orders",
            defaultValue = "states",
            description = "What is not visited twice: states (the default), which counts all schedules; or also orders"
                    + " of independent steps, which visits fewer states, finds all outcomes and counts none.")
    private Reduction reduction = Reduction.STATES;

    @Option(
            names = "--witness",
            paramLabel = "all|unexpected|none",
            defaultValue = "unexpected",
            description = "Print a run for which outcomes: all, unexpected and asked for (the default), or none.")
    private Witnesses witnesses = Witnesses.UNEXPECTED;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results as JSON; '-' for stdout instead of the tables.")
    private @Nullable String json;

    ExploreCommand() {
        this((settings, watcher, scenarios, progress) -> new Explorer(settings, watcher).explore(scenarios, progress));
    }

    ExploreCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        ExploreSettings settings = settings();
        List<Scenario> scenarios = names.read(err());
        boolean toFile = json != null && !"-".equals(json);
        if (toFile) {
            new OutputFile(Path.of(json)).check();
        }
        if (!"-".equals(json)) {
            out.println("To repeat with accelbed " + Main.VERSION + ": accelbed " + asTyped(line().getParseResult()));
            out.println();
            out.flush();
        }
        try (ExploreWatcher watcher = new ExploreWatcher(err(), random != null)) {
            return explore(settings, watcher, scenarios, out, err());
        }
    }

    private int explore(
            ExploreSettings settings, Watcher watcher, List<Scenario> scenarios, PrintWriter out, PrintWriter err)
            throws IOException {
        RunResult result = engine.explore(settings, watcher, scenarios, new Progress(err, scenarios.size())::done);
        if ("-".equals(json)) {
            out.print(new JsonWriter().json(result));
        } else {
            new ExplorationText(scenarios, witnesses)
                    .lines(PlainText.of(result))
                    .forEach(out::println);
            if (json != null) {
                new OutputFile(Path.of(json)).write(new JsonWriter().json(result));
            }
        }
        out.flush();
        return exitCode(result);
    }

    private ExploreSettings settings() throws IOException {
        boolean seeded = line().getParseResult().hasMatchedOption("--seed");
        if (random == null && seeded) {
            throw refused("--seed is of no use without --random: nothing is left to chance");
        }
        if (random != null && !seeded) {
            throw refused("--random needs --seed N, so that the same schedules can be taken again");
        }
        if (random != null && line().getParseResult().hasMatchedOption("--reduce")) {
            throw refused("--reduce is of no use with --random: it says how all schedules are taken");
        }
        if (random != null && random < 1) {
            throw refused("--random must be at least 1, not " + random);
        }
        RunSettings run = selection.settings();
        return new ExploreSettings(
                witnesses == Witnesses.NONE ? run.withoutTimeLines() : run,
                budget,
                reduction,
                random == null ? null : new Sampling(random, selection.seed()));
    }

    private static String asTyped(ParseResult parsed) {
        return parsed.originalArgs().stream().map(ExploreCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./,:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static int exitCode(RunResult result) {
        if (result.count(CellStatus.FAIL) + result.count(CellStatus.ERROR) > 0) {
            return ExitCode.DIFFERS;
        }
        return result.count(CellStatus.INCOMPLETE) > 0 ? ExitCode.INCOMPLETE : ExitCode.OK;
    }
}
