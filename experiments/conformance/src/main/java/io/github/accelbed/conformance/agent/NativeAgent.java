package io.github.accelbed.conformance.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent of {@code src/main/c/agent}: a program in C, compiled here and now by the machine's {@code cc} (or {@code $CC}) in a
 * temporary folder that only this user can enter, and deleted with it by {@link #close}, or at the latest when the Java machine ends.
 */
public final class NativeAgent implements AutoCloseable {
    private static final List<String> SOURCES = List.of(
            "agent.h",
            "child.h",
            "measure.h",
            "memory.h",
            "program.h",
            "device.h",
            "main.c",
            "supervisor.c",
            "task.c",
            "access.c",
            "reference.c",
            "device.c",
            "device_mdev.c",
            "device_edu.c",
            "device_vfio.c",
            "device_iommufd.c",
            "device_uacce.c",
            "device_rdma.c",
            "mail.c",
            "frames.c",
            "guest.c",
            "ksm.c",
            "errno_name.c",
            "child.c",
            "memory.c",
            "measure.c",
            "measure_calls.c",
            "measure_exec.c",
            "measure_fork.c",
            "measure_huge.c",
            "measure_memory.c",
            "measure_pin.c",
            "storm.c");

    private static final long COMPILE_SECONDS = 60;
    private static final int REFUSED = 3;

    private final Path folder;
    private final Path program;
    private final Thread atShutdown;

    private NativeAgent(Path folder) {
        this.folder = folder;
        program = folder.resolve("agent");
        atShutdown = new Thread(() -> delete(folder), "native agent's shutdown");
    }

    /**
     * Compiles the agent.
     *
     * @return the agent, ready to start
     * @throws AgentException if this is no Linux, there is no compiler, or it fails; nothing is left behind
     */
    public static NativeAgent build() throws AgentException {
        return build(compiler());
    }

    /**
     * Compiles the agent without shared libraries, as the first process of another kernel has to be.
     *
     * @return the agent
     * @throws AgentException as {@link #build()}, and if the C library cannot be linked statically
     */
    public static NativeAgent buildStatic() throws AgentException {
        return build(compiler() + " -static");
    }

    private static String compiler() {
        String given = System.getenv("CC");
        return given == null || given.isBlank() ? "cc" : given.strip();
    }

    /** Compiles with a given compiler: its name or path, and options behind it. */
    static NativeAgent build(String compiler) throws AgentException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new AgentException("the native agent runs on Linux, and this is " + System.getProperty("os.name"));
        }
        Path folder;
        try {
            folder = Files.createTempDirectory("accelbed-agent");
        } catch (IOException e) {
            throw new AgentException(
                    "cannot make a folder for the native agent in " + System.getProperty("java.io.tmpdir"), e);
        }
        NativeAgent agent = new NativeAgent(folder);
        Runtime.getRuntime().addShutdownHook(agent.atShutdown);
        try {
            agent.compile(compiler);
            return agent;
        } catch (AgentException e) {
            agent.close();
            throw e;
        }
    }

    private void compile(String compiler) throws AgentException {
        List<String> command = new ArrayList<>(Arrays.asList(compiler.split("\\s+")));
        command.addAll(List.of("-std=gnu11", "-O2", "-pthread", "-o", program.toString()));
        for (String source : SOURCES) {
            Path file = folder.resolve(source);
            copy(source, file);
            if (source.endsWith(".c")) {
                command.add(file.toString());
            }
        }
        Path log = folder.resolve("cc.log");
        try {
            Process cc = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!cc.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS)) {
                cc.destroyForcibly();
                throw new AgentException(compiler + " did not end within " + COMPILE_SECONDS + " s");
            }
            if (cc.exitValue() != 0) {
                throw new AgentException(
                        compiler + " cannot build the native agent (C library headers and Linux headers are needed): "
                                + firstLine(Files.readString(log)));
            }
        } catch (IOException e) {
            throw new AgentException(
                    "found no C compiler '" + compiler + "'; install gcc or clang, or set CC to one", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while the native agent was built", e);
        }
    }

    private static void copy(String source, Path to) throws AgentException {
        try (InputStream in = NativeAgent.class.getResourceAsStream("/agent/" + source)) {
            if (in == null) {
                throw new IllegalStateException("/agent/" + source + " is missing from the class path");
            }
            Files.copy(in, to);
        } catch (IOException e) {
            throw new AgentException("cannot write " + to, e);
        }
    }

    private static String firstLine(String text) {
        return text.lines()
                .filter(line -> line.contains("error"))
                .findFirst()
                .orElse(text.lines().findFirst().orElse("it said nothing"));
    }

    /**
     * Starts one of the agent's commands.
     *
     * @param errors where its stderr goes
     * @param args the command and what belongs to it
     * @return the running agent, its stdin and stdout open as pipes
     * @throws AgentException if it cannot be started, as on a file system without execute permission
     */
    public Process start(ProcessBuilder.Redirect errors, String... args) throws AgentException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        try {
            return new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException e) {
            throw new AgentException(
                    "cannot start " + program + "; point java.io.tmpdir at a folder in which programs may run", e);
        }
    }

    /**
     * Runs one of the agent's commands to its end.
     *
     * @param limitSeconds how long it may take
     * @param args the command and what belongs to it
     * @return its stdout
     * @throws AgentException if it refused, failed, or took longer
     */
    public String output(long limitSeconds, String... args) throws AgentException {
        Path out = folder.resolve("stdout");
        Path errors = folder.resolve("stderr");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    throw new AgentException("the native agent did not end within " + limitSeconds + " s");
                }
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                String said = Files.readString(errors).strip();
                throw new AgentException(
                        process.exitValue() == REFUSED
                                ? "this machine does not let the native agent work: " + said
                                : "the native agent failed with " + process.exitValue() + ": " + said);
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AgentException("cannot run the native agent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while the native agent ran", e);
        }
    }

    /**
     * The program itself.
     *
     * @return the file, gone with this agent
     */
    public Path program() {
        return program;
    }

    /** A file of the agent's folder, gone with it. */
    Path log(String name) {
        return folder.resolve(name);
    }

    /** Deletes the folder; a file that cannot be deleted is left to the system's own cleaning. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // The Java machine ends right now, and its hook deletes.
            return;
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
