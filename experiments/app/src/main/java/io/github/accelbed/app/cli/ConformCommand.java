package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.ConformanceRecord;
import io.github.accelbed.conformance.ConformanceReport;
import io.github.accelbed.conformance.ConformanceText;
import io.github.accelbed.conformance.SweepText;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.lab.KernelSweep;
import io.github.accelbed.reports.ExperimentWriter;
import io.github.accelbed.scenario.backend.Backends;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code accelbed conform}: the model held against the running kernel, or against others. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = {
            "Run the built-in scenarios and random programs on the model and, with real processes, on the running kernel;"
                    + " compare them step by step.",
            "Needs Linux 5.6 or newer and a C compiler ('cc', or CC). As root it also compares which pages are shared."
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

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Keep what each scenario came to on each kernel in this file, a line each; what it says of other"
                            + " kernels stays.")
    private @Nullable Path record;

    @Mixin
    private Kernels kernels = new Kernels();

    @Override
    public Integer call() throws AgentException, IOException {
        if (programs < 0 || programs > MAX_PROGRAMS) {
            throw refused("--programs is " + programs + ", expected 0 to " + MAX_PROGRAMS);
        }
        kernels.check(this);
        PrintWriter out = out();
        ExperimentWriter writer = new ExperimentWriter();
        if (folder != null) {
            writer.check(folder);
        }
        Path kept = record;
        if (kept != null) {
            new OutputFile(kept).check();
            ConformanceRecord.read(kept);
        }
        KernelSweep.Swept swept = kernels.compare(programs, seed, err());
        List<Conformance> found = swept.found();
        (kernels.others() ? SweepText.of(found) : ConformanceText.of(found.get(0))).forEach(out::println);
        if (kept != null) {
            // Read again: another run may have written meanwhile.
            new OutputFile(kept).write(ConformanceRecord.read(kept).with(found).text());
        }
        if (folder != null) {
            writer.write(ConformanceReport.of(found), Backends.ids(), folder);
            out.println(folder.toAbsolutePath().normalize());
        }
        out.flush();
        swept.refuseFailed();
        return found.stream().allMatch(Conformance::full) ? ExitCode.OK : ExitCode.DIFFERS;
    }
}
