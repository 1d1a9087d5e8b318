package io.github.accelbed.conformance.agent;

import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.TextValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A running agent that takes one program after the other. Every program runs in processes of its own, all gone when {@link #run}
 * returns; the agent ends with this session or with this JVM, whichever comes first.
 */
public final class AgentSession implements AutoCloseable {
    private static final long PROGRAM_SECONDS = 30;

    /** Where the agent puts the files that programs map, without names: a folder that is on a disk even where /tmp is not. */
    private static final String FILES = "/var/tmp";

    private static final Pattern PAGES = Pattern.compile(",");

    private final Process process;
    private final Writer to;
    private final BufferedReader from;
    private final Path errors;
    private final long seconds;
    private final AgentAbilities abilities;
    private Uname uname = new Uname("", "");
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "agent-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts the agent.
     *
     * @param agent the program
     * @throws AgentException if it does not come up; the message says what the machine refused
     */
    public AgentSession(NativeAgent agent) throws AgentException {
        this(
                agent.start(ProcessBuilder.Redirect.to(agent.log("run.stderr").toFile()), "run", FILES),
                agent.log("run.stderr"),
                PROGRAM_SECONDS);
    }

    /**
     * Speaks with an agent that somebody else started.
     *
     * @param process its stdin and stdout are the agent's
     * @param errors where complaints go
     * @param seconds how long it may take until the agent is ready, and a program
     * @throws AgentException if it does not come up
     */
    public AgentSession(Process process, Path errors, long seconds) throws AgentException {
        this.process = process;
        this.errors = errors;
        this.seconds = seconds;
        to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            abilities = greeting();
        } catch (AgentException e) {
            close();
            throw e;
        }
    }

    /**
     * What the machine lets the agent do.
     *
     * @return its abilities
     */
    public AgentAbilities abilities() {
        return abilities;
    }

    /**
     * What uname says on the agent's kernel.
     *
     * @return its release and version, such as {@code 6.1.0-50-cloud-amd64} and {@code #1 SMP Debian 6.1.176-1 (2026-10-14)}
     */
    public Uname uname() {
        return uname;
    }

    /**
     * What uname(2) says.
     *
     * @param release of the kernel
     * @param version of its build
     */
    public record Uname(String release, String version) {}

    private AgentAbilities greeting() throws AgentException {
        Map<String, String> said = new LinkedHashMap<>();
        Future<?> guard = guard();
        for (String line = line(); !line.equals("ready"); line = line()) {
            int space = line.indexOf(' ');
            said.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
        }
        guard.cancel(false);
        uname = new Uname(said.getOrDefault("release", ""), said.getOrDefault("version", ""));
        String pins = said.getOrDefault("pins", "no answer");
        String ksm = said.getOrDefault("ksm", "no answer");
        return new AgentAbilities(
                "yes".equals(said.get("frames")),
                "yes".equals(said.get("zero")),
                pins.equals("yes") ? null : pins,
                "yes".equals(said.get("read-only-pins")),
                "yes".equals(said.get("huge")),
                "yes".equals(said.get("files")),
                "yes".equals(said.get("holes")),
                ksm.equals("yes") ? null : ksm,
                Integer.parseInt(said.getOrDefault("pool", "0")),
                Integer.parseInt(said.getOrDefault("vfio", "0")),
                "yes".equals(said.get("iommufd")),
                Integer.parseInt(said.getOrDefault("uacce", "0")),
                Integer.parseInt(said.getOrDefault("mdevs", "0")),
                Integer.parseInt(said.getOrDefault("rdma", "0")),
                "yes".equals(said.get("odp")));
    }

    /**
     * Runs one program.
     *
     * @param program its steps
     * @return what each step answered, in their order; after a step that hung nothing more
     * @throws AgentException if the agent fails
     */
    public List<KernelStep> run(AgentProgram program) throws AgentException {
        Future<?> guard = guard();
        try {
            to.write(program.text());
            to.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        List<KernelStep> steps = new ArrayList<>();
        for (String line = line(); !line.equals("end"); line = line()) {
            steps.add(step(program, line));
        }
        guard.cancel(false);
        return steps;
    }

    private KernelStep step(AgentProgram program, String line) {
        String[] words = line.split(" ", -1);
        boolean value = words[0].equals("=");
        List<KernelFrames> frames = abilities.frames() ? frames(program, words, value ? 2 : 1) : List.of();
        return switch (words[0]) {
            case "=" -> new KernelStep(KernelStep.Outcome.ANSWERED, value(program, words[1]), frames);
            case "-" -> new KernelStep(KernelStep.Outcome.NOT_CARRIED_OUT, null, frames);
            case "hung" -> new KernelStep(KernelStep.Outcome.HUNG, null, frames);
            default -> new KernelStep(KernelStep.Outcome.ANSWERED, new Symbol(words[0]), frames);
        };
    }

    private static Answer value(AgentProgram program, String stamp) {
        try {
            return program.value(Long.parseLong(stamp));
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            // Such as what a store leaves that was refused halfway: an answer, too, and none that the model gives.
            return new TextValue("never written: " + stamp);
        }
    }

    private static List<KernelFrames> frames(AgentProgram program, String[] words, int first) {
        List<KernelFrames> all = new ArrayList<>();
        for (int i = first; i < words.length; i++) {
            String[] parts = words[i].split(":", -1);
            long[] frames = PAGES.splitAsStream(parts[2])
                    .mapToLong(page -> page.equals("-") ? KernelFrames.ABSENT : Long.parseLong(page, 16))
                    .toArray();
            all.add(new KernelFrames(
                    program.processName(Integer.parseInt(parts[0])),
                    program.bufferName(Integer.parseInt(parts[1])),
                    frames));
        }
        return all;
    }

    private String line() throws AgentException {
        try {
            String line = from.readLine();
            if (line == null) {
                throw ended(null);
            }
            return line;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private AgentException ended(@Nullable IOException cause) {
        String said;
        try {
            said = Files.readString(errors).strip();
        } catch (IOException e) {
            said = "";
        }
        String message = "the native agent ended" + (said.isEmpty() ? "" : ": " + said);
        return cause == null ? new AgentException(message) : new AgentException(message, cause);
    }

    /** A program that does not end takes the agent with it, which is then seen as its end. */
    private Future<?> guard() {
        return watch.schedule(() -> process.destroyForcibly(), seconds, TimeUnit.SECONDS);
    }

    /** Ends the agent and all its processes. */
    @Override
    public void close() {
        watch.shutdownNow();
        try {
            to.close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
