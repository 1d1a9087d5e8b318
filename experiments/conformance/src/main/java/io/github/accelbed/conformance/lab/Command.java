package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program of the machine, run to its end. */
final class Command {
    private static final long WATCH_SECONDS = 30;
    private static final long END_SECONDS = 3;

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
     * Runs it. It ends with this JVM, and so do the programs that it started.
     *
     * @param limitSeconds how long it may take
     * @param folder its working directory
     * @param command its name and arguments
     * @throws AgentException if it is not there, or takes longer
     */
    static Result run(long limitSeconds, Path folder, List<String> command) throws AgentException {
        return run(limitSeconds, folder, command, Map.of(), out -> {});
    }

    /**
     * Runs it in an environment of its own, and shows what it has printed so far.
     *
     * @param limitSeconds how long it may take
     * @param folder its working directory
     * @param command its name and arguments
     * @param environment what is added to the environment
     * @param watcher given the file that its stdout goes to, twice a minute
     * @throws AgentException if it is not there, or takes longer
     */
    static Result run(
            long limitSeconds,
            Path folder,
            List<String> command,
            Map<String, String> environment,
            Consumer<Path> watcher)
            throws AgentException {
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
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
            Process running = process;
            Thread atEnd = new Thread(() -> end(running), "command's end");
            Runtime.getRuntime().addShutdownHook(atEnd);
            try {
                await(process, limitSeconds, command, out, watcher);
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
                end(process);
            }
            delete(out);
            delete(err);
        }
    }

    private static void await(
            Process process, long limitSeconds, List<String> command, Path out, Consumer<Path> watcher)
            throws InterruptedException, AgentException {
        for (long left = limitSeconds; left > 0; left -= WATCH_SECONDS) {
            if (process.waitFor(Math.min(left, WATCH_SECONDS), TimeUnit.SECONDS)) {
                return;
            }
            watcher.accept(out);
        }
        throw new AgentException("'" + String.join(" ", command) + "' did not end within " + limitSeconds + " s");
    }

    /** SIGTERM first, which make passes on to what it has started; whoever is left then is killed. */
    private static void end(Process process) {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        process.destroy();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.addAll(process.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
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
