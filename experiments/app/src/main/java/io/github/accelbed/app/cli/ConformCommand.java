package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.ConformanceReport;
import io.github.accelbed.conformance.ConformanceRun;
import io.github.accelbed.conformance.ConformanceText;
import io.github.accelbed.conformance.RunningKernel;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.reports.ExperimentWriter;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accelbed conform}: the model held against the running kernel. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = {
            "Run the built-in scenarios and random programs on the model and, with real processes, on the running kernel;"
                    + " compare them step by step.",
            "Needs Linux 5.3 or newer and a C compiler ('cc', or CC). As root it also compares which pages are shared."
        })
final class ConformCommand extends Subcommand {
    /** How many random programs are run if nothing else is said. */
    static final int PROGRAMS = 200;

    private static final int MAX_PROGRAMS = 10_000_000;

    @Option(
            names = "--programs",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many random programs (default 200).")
    private int programs = PROGRAMS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random programs (default 1).")
    private long seed;

    @Option(names = "-o", paramLabel = "DIR", description = "Write tables and charts there, too.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws AgentException {
        if (programs < 0 || programs > MAX_PROGRAMS) {
            throw refused("--programs is " + programs + ", expected 0 to " + MAX_PROGRAMS);
        }
        PrintWriter out = out();
        PrintWriter err = err();
        ExperimentWriter writer = new ExperimentWriter();
        if (folder != null) {
            writer.check(folder);
        }
        Conformance found = find(programs, seed, err);
        ConformanceText.of(found).forEach(out::println);
        if (folder != null) {
            writer.write(ConformanceReport.of(found), Backends.ids(), folder);
            out.println(folder.toAbsolutePath().normalize());
        }
        out.flush();
        return found.full() ? ExitCode.OK : ExitCode.DIFFERS;
    }

    static Conformance find(int programs, long seed, PrintWriter err) throws AgentException {
        Vocabulary vocabulary = Selection.vocabulary();
        return ConformanceRun.on(
                RunningKernel.find(),
                new ScenarioFiles(vocabulary).builtIn(),
                vocabulary,
                programs,
                seed,
                done -> err.println("accelbed: " + done));
    }
}
