package io.github.accelbed.app.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has from picocli: the line it stands on, where it prints to, and how it refuses an argument. */
@Command
abstract class Subcommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    final CommandLine line() {
        return Objects.requireNonNull(spec, "not called by picocli").commandLine();
    }

    /** For data. */
    final PrintWriter out() {
        return line().getOut();
    }

    /** For progress and messages. */
    final PrintWriter err() {
        return line().getErr();
    }

    final ParameterException refused(String message) {
        return new ParameterException(line(), message);
    }
}
