package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.ConformanceReport;
import io.github.accelbed.conformance.ConformanceRun;
import io.github.accelbed.conformance.ConformanceText;
import io.github.accelbed.conformance.SweepText;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.ThisMachine;
import io.github.accelbed.conformance.lab.BootKernel;
import io.github.accelbed.conformance.lab.KernelPackages;
import io.github.accelbed.conformance.lab.KernelSweep;
import io.github.accelbed.conformance.lab.LabCache;
import io.github.accelbed.reports.ExperimentWriter;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    @Option(
            names = "--on",
            paramLabel = "KERNEL",
            split = ",",
            description = {
                "Compare with other kernels, booted in an emulated machine: Debian's suites (bookworm, trixie-backports),"
                        + " releases (6.16), 'all' suites, or a kernel's own bzImage.",
                "Needs Debian's apt and a C compiler with a static C library; no root, and nothing is installed."
            })
    private List<String> on = List.of();

    @Option(names = "--modules", paramLabel = "DIR", description = "With --on FILE: where the kernel's modules lie.")
    private @Nullable Path modules;

    @Option(
            names = "--packages",
            paramLabel = "DIR",
            description = "With --on: take packages of kernels from this folder, not from apt.")
    private @Nullable Path packages;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "With --on: where kernels and the emulator are kept (default ~/.cache/accelbed).")
    private @Nullable Path cache;

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
        if (!on.isEmpty()) {
            return onOthers(writer, out, err);
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

    private int onOthers(ExperimentWriter writer, PrintWriter out, PrintWriter err) throws AgentException {
        Consumer<String> progress = done -> err.println("accelbed: " + done);
        LabCache kept = LabCache.at(cache == null ? LabCache.usual() : cache);
        List<BootKernel> kernels = kernels(kept, progress);
        Vocabulary vocabulary = Selection.vocabulary();
        List<Conformance> found = new KernelSweep(
                        new ScenarioFiles(vocabulary).builtIn(), vocabulary, programs, seed, progress)
                .on(kept, kernels);
        SweepText.of(found).forEach(out::println);
        if (folder != null) {
            writer.write(ConformanceReport.of(found), Backends.ids(), folder);
            out.println(folder.toAbsolutePath().normalize());
        }
        out.flush();
        return found.stream().allMatch(Conformance::full) ? ExitCode.OK : ExitCode.DIFFERS;
    }

    private List<BootKernel> kernels(LabCache kept, Consumer<String> progress) throws AgentException {
        KernelPackages fetched = new KernelPackages(kept, packages, progress);
        Map<Path, BootKernel> kernels = new LinkedHashMap<>();
        for (String name : on) {
            if (name.equals("all")) {
                fetched.all().forEach(kernel -> kernels.putIfAbsent(kernel.image(), kernel));
                continue;
            }
            Path file = Path.of(name);
            if (!KernelPackages.named(name) && !Files.isRegularFile(file)) {
                throw refused("--on " + name + " is neither a suite such as bookworm, a release such as 6.16, 'all',"
                        + " nor the file of a kernel's bzImage");
            }
            BootKernel kernel = KernelPackages.named(name)
                    ? fetched.find(name)
                    : new BootKernel(name, file.toAbsolutePath(), modules == null ? null : modules.toAbsolutePath());
            kernels.putIfAbsent(kernel.image(), kernel);
        }
        return List.copyOf(kernels.values());
    }

    static Conformance find(int programs, long seed, PrintWriter err) throws AgentException {
        Vocabulary vocabulary = Selection.vocabulary();
        try (ThisMachine machine = new ThisMachine()) {
            return ConformanceRun.on(
                    machine,
                    new ScenarioFiles(vocabulary).builtIn(),
                    vocabulary,
                    programs,
                    seed,
                    done -> err.println("accelbed: " + done));
        }
    }
}
