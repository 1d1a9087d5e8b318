package io.github.accelbed.app.cli;

import com.google.common.base.Throwables;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.model.cost.CostFileException;
import io.github.accelbed.reports.result.ReportException;
import io.github.accelbed.scenario.builtin.ScenarioFileException;
import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.scenario.run.IntegrityException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The command {@code accelbed}: data on stdout, progress and messages on stderr, one message for each mistake. */
@Command(
        name = "accelbed",
        version = "accelbed " + Main.VERSION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "How should a device reach the memory of a user process? A comparative testbed.",
        subcommands = {
            ReportCommand.class,
            RunCommand.class,
            ExploreCommand.class,
            ClaimsCommand.class,
            DiffCommand.class,
            ExperimentCommand.class,
            ConformCommand.class,
            CalibrateCommand.class,
            ReplayCommand.class,
            FuzzCommand.class,
            ListCommand.class,
            GenerateCompletion.class
        },
        footer = {
            "",
            "Exit codes: 0 all as expected; 1 an expectation differs or a cell ended in error;",
            "2 usage or malformed input; 3 integrity broke, a bug of accelbed; 4 input or output failed,",
            "or this machine does not let the native agent work; 5 the budget or the memory of 'explore' ended too early."
        })
public final class Main {
    static final String VERSION = "0.1.0";

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line without the command's name
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int code = execute(out, System.err, args);
        out.flush();
        if (out.checkError() && code == ExitCode.OK) {
            code = ExitCode.IO;
        }
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @param out for data
     * @param err for progress and messages
     */
    static int execute(PrintStream out, PrintStream err, String... args) {
        return execute(CommandLine.defaultFactory(), out, err, args);
    }

    /** Runs one command of another make. */
    static int execute(CommandLine.IFactory factory, PrintStream out, PrintStream err, String... args) {
        CommandLine line = new CommandLine(new Main(), factory);
        line.setOut(writer(out));
        line.setErr(writer(err));
        if (System.getenv("NO_COLOR") != null) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, given) -> usage(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return outOfMemory(line);
        }
    }

    private static int outOfMemory(CommandLine command) {
        command.getErr()
                .println("accelbed: the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB is too small for this; set a larger one (ACCELBED_JAVA_OPTS=-Xmx8g)");
        return ExitCode.INCOMPLETE;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        StringBuilder message = new StringBuilder("accelbed: ").append(e.getMessage());
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            List<String> known = new ArrayList<>(command.getSubcommands().keySet());
            command.getCommandSpec().optionsMap().keySet().forEach(known::add);
            String nearest = NearestWord.of(unmatched.getUnmatched().get(0), known);
            if (nearest != null) {
                message.append("; did you mean '").append(nearest).append("'?");
            }
        }
        command.getErr().println(PlainText.line(message.toString().replace(System.lineSeparator(), " ")));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command) {
        if (Throwables.getRootCause(e) instanceof OutOfMemoryError) {
            return outOfMemory(command);
        }
        command.getErr()
                .println(PlainText.lines(
                        e instanceof ScenarioFileException
                                ? String.valueOf(e.getMessage())
                                : "accelbed: " + message(e)));
        if (e instanceof ScenarioFileException scenario) {
            return scenario.io() ? ExitCode.IO : ExitCode.USAGE;
        } else if (e instanceof CostFileException) {
            return ExitCode.USAGE;
        } else if (e instanceof ReportException || e instanceof AgentException || e instanceof java.io.IOException) {
            return ExitCode.IO;
        }
        return ExitCode.INTEGRITY;
    }

    private static String message(Exception e) {
        boolean expected = e instanceof IntegrityException
                || e instanceof CostFileException
                || e instanceof ReportException
                || e instanceof AgentException
                || e instanceof java.io.IOException;
        return expected ? String.valueOf(e.getMessage()) : "a bug of accelbed: " + e;
    }
}
