package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.ConformanceRun;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.ThisMachine;
import io.github.accelbed.conformance.lab.BootKernel;
import io.github.accelbed.conformance.lab.KernelPackages;
import io.github.accelbed.conformance.lab.KernelSweep;
import io.github.accelbed.conformance.lab.LabCache;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The kernels that the model is held against: the running one, or others that are booted for it. */
final class Kernels {
    private static final String ALL = "all";

    @Option(
            names = "--on",
            paramLabel = "KERNEL",
            split = ",",
            description = {
                "Compare with other kernels, booted in an emulated machine: Debian's suites (bookworm, trixie-backports),"
                        + " releases (6.16), 'all' suites, or the file of a bzImage; lab:trixie is a kernel built here"
                        + " from that suite's source with what Debian leaves out.",
                "Needs Debian's apt and a C compiler with a static C library; no root, and nothing is installed."
            })
    private @Nullable List<String> on;

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description = "With --on FILE: where the kernel's modules lie; without it all it needs is built in.")
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

    @Option(
            names = "--devices",
            description =
                    "With --on: ask scenarios of rows vfio, iommufd, rdma-pinned and odp once more on devices behind an IOMMU and on Soft-RoCE, and"
                            + " those of uacce where the kernel has it (lab:).")
    private boolean devices;

    /** Refuses what cannot be meant, before anything is fetched. */
    void check(Subcommand command) {
        if (on == null && (modules != null || packages != null || cache != null || devices)) {
            throw command.refused("--modules, --packages, --cache and --devices belong to --on KERNEL");
        }
        if (on != null && on.isEmpty()) {
            throw command.refused("--on names no kernel");
        }
        for (String name : names()) {
            if (!KernelPackages.named(name) && !isFile(name)) {
                throw command.refused("--on '" + name + "' is neither a suite such as bookworm, a release such as 6.16,"
                        + " 'all', nor a file; lab: stands before a suite or a release");
            }
        }
        if (modules != null && names().stream().noneMatch(Kernels::isFile)) {
            throw command.refused("--modules belongs to --on FILE: packages bring modules of their own");
        }
        if (packages != null && names().stream().allMatch(Kernels::isFile)) {
            throw command.refused("--packages belongs to --on RELEASE: a file needs none");
        }
        for (Path folder : new Path[] {modules, packages}) {
            if (folder != null && !Files.isDirectory(folder)) {
                throw command.refused(folder + " is no folder");
            }
        }
    }

    private List<String> names() {
        return on == null ? List.of() : on;
    }

    private static boolean isFile(String name) {
        return new File(name).isFile();
    }

    /** Whether others than the running kernel are asked. */
    boolean others() {
        return !names().isEmpty();
    }

    /** How they were named, as part of a command line. */
    String commandLine() {
        return others() ? " --on " + String.join(",", names()) + (devices ? " --devices" : "") : "";
    }

    /**
     * Compares.
     *
     * @return what agreed and what did not, and which kernels failed
     * @throws AgentException if no kernel or its agent comes up
     */
    KernelSweep.Swept compare(int programs, long seed, PrintWriter err) throws AgentException {
        Vocabulary vocabulary = Selection.vocabulary();
        List<Scenario> scenarios = new ScenarioFiles(vocabulary).builtIn();
        Consumer<String> progress = done -> err.println("accelbed: " + done);
        if (!others()) {
            try (ThisMachine machine = new ThisMachine()) {
                return new KernelSweep.Swept(
                        List.of(ConformanceRun.on(machine, scenarios, vocabulary, programs, seed, progress)),
                        List.of());
            }
        }
        LabCache kept = LabCache.at(cache == null ? LabCache.usual() : cache, progress);
        return new KernelSweep(scenarios, vocabulary, programs, seed, devices, progress)
                .on(kept, booted(kept, progress));
    }

    private List<BootKernel> booted(LabCache kept, Consumer<String> progress) throws AgentException {
        KernelPackages fetched = new KernelPackages(kept, packages, devices, progress);
        Map<Path, BootKernel> kernels = new LinkedHashMap<>();
        for (String name : names()) {
            if (name.equals(ALL)) {
                fetched.all().forEach(kernel -> kernels.putIfAbsent(kernel.image(), kernel));
                continue;
            }
            BootKernel kernel = isFile(name)
                    ? new BootKernel(name, Path.of(name).toAbsolutePath(), modules, true)
                    : fetched.find(name);
            kernels.putIfAbsent(kernel.image(), kernel);
        }
        return List.copyOf(kernels.values());
    }
}
