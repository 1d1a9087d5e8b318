package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end. */
final class Command {
    private Command() {}

    /**
     * What became of it.
     *
     * @param code its exit code
     * @param out its stdout
     * @param err its stderr
     */
    record Result(int code, String out, String err) {}

    /**
     * Runs it. It ends with this JVM.
     *
     * @param limitSeconds how long it may take
     * @param folder its working directory
     * @param command its name and arguments
     * @throws AgentException if it is not there, or takes longer
     */
    static Result run(long limitSeconds, Path folder, List<String> command) throws AgentException {
        Path out = null;
        Path err = null;
        Process process = null;
        try {
            out = Files.createTempFile("accelbed", ".out");
            err = Files.createTempFile("accelbed", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive"));
            process = builder.start();
            process.getOutputStream().close();
            Process running = process;
            Thread atEnd = new Thread(running::destroyForcibly, "command's end");
            Runtime.getRuntime().addShutdownHook(atEnd);
            try {
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    throw new AgentException(
                            "'" + String.join(" ", command) + "' did not end within " + limitSeconds + " s");
                }
            } finally {
                forget(atEnd);
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AgentException("cannot run '" + command.get(0) + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while '" + command.get(0) + "' ran", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(out);
            delete(err);
        }
    }

    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends right now, and the hook runs.
            return;
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        if (file != null && !file.toFile().delete()) {
            file.toFile().deleteOnExit();
        }
    }
}
