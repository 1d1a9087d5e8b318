package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.RunningKernel;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.HostMachine;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.conformance.replay.MemoryRoom;
import io.github.accelbed.conformance.replay.PhaseTime;
import io.github.accelbed.conformance.replay.Replay;
import io.github.accelbed.conformance.replay.StormPhase;
import io.github.accelbed.model.KernelVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accelbed replay}: one storm of copy-on-write faults on the running kernel and on the model. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Run one storm of copy-on-write faults on the running kernel and on the model, and compare the time.",
            "A process writes N pages and forks, the child writes each page and exits. Both sides run on one thread and"
                    + " take the same decisions page by page; the model obeys the rules of the running kernel's version."
                    + " What differs: the kernel clears and copies 4 KiB of each page and has a TLB to flush, the model"
                    + " keeps one stamp of 8 bytes a page and has no TLB. So the ratio says how fast a question about"
                    + " pages is answered, not how fast memory is copied.",
            "The ratio is that of time on the wall; where other programs want the processors, too, processor time is"
                    + " the fairer one.",
            "Needs Linux, a C compiler and about 8.3 KiB of memory a page."
        })
final class ReplayCommand extends Subcommand {
    private static final double GIB = 1 << 30;
    private static final String FORMAT = "%-18s %13s %13s %13s %13s  %6s%n";

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "1048576",
            description = "Resident pages of 4 KiB (default ${DEFAULT-VALUE}, 4 GiB).")
    private int pages;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "Storms on each side, of which the median counts (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException, AgentException {
        range("--pages", pages, Replay.MAX_PAGES);
        range("--rounds", rounds, 1000);
        HostMachine machine = HostMachine.here();
        KernelVersion version = RunningKernel.find().version();
        PrintWriter err = err();
        Replay replay;
        try (NativeAgent agent = NativeAgent.build()) {
            refuseTooMany(MemoryRoom.here());
            replay = Replay.run(agent, version, pages, rounds, next -> err.println("accelbed: " + next));
        }
        print(replay, machine, version, out());
        return ExitCode.OK;
    }

    private void range(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw refused(option + " " + value + " is out of range: 1 to " + max);
        }
    }

    private void refuseTooMany(MemoryRoom room) {
        if (pages > room.maxPages()) {
            throw refused(String.format(
                    Locale.ROOT,
                    "--pages %d needs %.1f GiB, more than is free here; the largest that fits is --pages %d",
                    pages,
                    MemoryRoom.bytes(pages) / GIB,
                    room.maxPages()));
        }
    }

    private void print(Replay replay, HostMachine machine, KernelVersion version, PrintWriter out) {
        out.printf(Locale.ROOT, "%d pages (%.2f GiB), medians of %d rounds%n", pages, pages * 4096.0 / GIB, rounds);
        out.println("kernel: " + machine);
        out.printf(
                Locale.ROOT,
                "model:  rules of %s, Java %s, after %d rounds of %d pages to warm up the compiler%n",
                version,
                System.getProperty("java.version"),
                Replay.WARM_UPS,
                Math.min(pages, Replay.WARM_UP_PAGES));
        out.printf(Locale.ROOT, "%-18s %27s %27s%n", "", "kernel, ns a page", "model, ns a page");
        out.printf(Locale.ROOT, FORMAT, "phase", "wall", "processor", "wall", "processor", "ratio");
        for (StormPhase phase : StormPhase.values()) {
            PhaseTime kernel = replay.kernel().perPage(phase);
            PhaseTime model = replay.model().perPage(phase);
            out.printf(
                    Locale.ROOT,
                    FORMAT,
                    phase.title(),
                    ns(kernel.wallNs()),
                    ns(kernel.cpuNs()),
                    ns(model.wallNs()),
                    ns(model.cpuNs()),
                    ns(replay.ratio(phase)));
        }
        out.println(replay.verdict());
        out.flush();
    }

    private static String ns(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
