package io.github.accelbed.explorer.spin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** The SPIN model checker of this machine, and the C compiler that its verifiers need. */
final class Spin {
    /** Fast to compile, for a search that takes less than a second anyway. All states: without partial-order reduction. */
    static final List<String> QUICK_TO_BUILD = List.of("-O0", "-DNOREDUCE");

    /** Fast to run, and all states. */
    static final List<String> QUICK_TO_RUN = List.of("-O2", "-DNOREDUCE", "-DSAFETY", "-DNOFAIR");

    /** Fast to run, with partial-order reduction. */
    static final List<String> REDUCED = List.of("-O2", "-DSAFETY", "-DNOFAIR");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Spin() {}

    /** Skips the calling test on a machine without SPIN or without a C compiler, and says so in the build's output. */
    static void required() {
        if (!isInstalled()) {
            String message = "SKIPPED, the explorer is not compared with SPIN: this machine lacks spin or cc"
                    + " (on Debian: apt-get install spin gcc libc6-dev)";
            System.err.println(message);
            throw new TestAbortedException(message);
        }
    }

    /** Whether SPIN and a C compiler can be started. */
    static boolean isInstalled() {
        return starts("spin", "-V") && starts("cc", "--version");
    }

    private static boolean starts(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Generates and compiles the verifier of a model.
     *
     * @param cell the model and what it is told
     * @param options the compiler's
     * @param folder an empty directory for it
     * @return the verifier
     */
    static Verifier verifier(SpinCell cell, List<String> options, Path folder) {
        List<String> generate = new ArrayList<>(List.of("spin", "-a"));
        generate.addAll(cell.defines());
        generate.add(file(cell.model() + ".pml").toString());
        long start = System.nanoTime();
        String said = run(folder, Map.of(), generate);
        long generated = System.nanoTime();
        if (!Files.exists(folder.resolve("pan.c"))) {
            throw new IllegalStateException(generate + ": " + said);
        }

        List<String> compile = new ArrayList<>(List.of("cc", "-w"));
        compile.addAll(options);
        compile.addAll(List.of("-o", "pan", "pan.c"));
        said = run(folder, Map.of(), compile);
        if (!Files.exists(folder.resolve("pan"))) {
            throw new IllegalStateException(compile + ": " + said);
        }
        return new Verifier(
                folder, Duration.ofNanos(generated - start), Duration.ofNanos(System.nanoTime() - generated));
    }

    /** What a program prints, both streams; whether it answers 0 is up to the caller to see in that. */
    static String run(Path folder, Map<String, String> environment, List<String> command) {
        Path output = folder.resolve("output.txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " has not ended after " + PATIENCE);
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Spin.class.getResource("/promela/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
