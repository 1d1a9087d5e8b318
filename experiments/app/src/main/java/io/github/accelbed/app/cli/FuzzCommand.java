package io.github.accelbed.app.cli;

import io.github.accelbed.fuzzer.Bounds;
import io.github.accelbed.fuzzer.Found;
import io.github.accelbed.fuzzer.FuzzReport;
import io.github.accelbed.fuzzer.FuzzText;
import io.github.accelbed.fuzzer.Fuzzer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accelbed fuzz}: random programs, to find mistakes of this program. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = {
            "Run, and partly explore, random programs over the whole language on random rows and kernels, and look for"
                    + " mistakes of accelbed itself.",
            "What fails is shrunk and printed as a scenario. Exit code 3 if anything does."
        })
final class FuzzCommand extends Subcommand {
    private static final long MAX_PROGRAMS = 1_000_000_000L;

    @Option(
            names = "--programs",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many programs (default 20000).")
    private long programs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Which list of programs (default 1).")
    private long seed;

    @Option(
            names = "--from",
            paramLabel = "I",
            defaultValue = "0",
            description = "Number of the first program (default 0); program I of seed S is always the same.")
    private long from;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description =
                    "How many at the same time (default: as many as there are processors). The output is the same.")
    private @Nullable Integer threads;

    @Option(
            names = "-o",
            paramLabel = "DIR",
            description = "Write what fails there, too, one .scn for each mistake. No file is overwritten.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        check("--programs", programs, 1);
        check("--from", from, 0);
        check("--threads", threads(), 1);
        if (folder != null) {
            Files.createDirectories(folder);
        }
        PrintWriter out = out();
        PrintWriter err = err();
        long begin = System.nanoTime();
        FuzzReport report = new Fuzzer(seed, Bounds.DEFAULT).run(from, programs, threads(), tenths(err));
        FuzzText.of(report).forEach(out::println);
        out.flush();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        err.println("accelbed: " + programs + " programs in " + taken.toSeconds() + " s");
        if (folder != null) {
            for (Found found : report.found()) {
                err.println("accelbed: " + write(folder, found));
            }
        }
        return report.found().isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY;
    }

    private int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** A line for each tenth of a long run. */
    private LongConsumer tenths(PrintWriter err) {
        AtomicLong told = new AtomicLong();
        return done -> {
            long tenth = 10 * done / programs;
            if (programs >= 100_000 && told.getAndAccumulate(tenth, Math::max) < tenth) {
                err.println("accelbed: " + done + " of " + programs + " programs");
            }
        };
    }

    private void check(String option, long value, long least) {
        if (value < least || value > MAX_PROGRAMS) {
            throw refused(option + " is " + value + ", expected " + least + " to " + MAX_PROGRAMS);
        }
    }

    /** Under its own name, or with a number behind it if somebody has that already. */
    private static Path write(Path folder, Found found) throws IOException {
        for (int i = 1; ; i++) {
            Path file = folder.resolve(found.name() + (i == 1 ? "" : "-" + i) + ".scn");
            try {
                return Files.writeString(file, found.text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                // that one stays as it is
            }
        }
    }
}
