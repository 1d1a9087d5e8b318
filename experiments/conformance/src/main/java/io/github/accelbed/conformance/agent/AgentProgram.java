package io.github.accelbed.conformance.agent;

import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.run.ValueTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program in the agent's own form: numbers in place of names. What it may hold is bounded as {@code program.h} says.
 *
 * <p>Processes, buffers, files, queues and references are numbered in the order in which they are first named; process {@code A} is 0.
 */
public final class AgentProgram {
    /** The most pages a buffer may have. */
    public static final int MAX_PAGES = 8192;

    /** The most pages that one plain reference can hold: the slots of a pipe. */
    public static final int MAX_PIPE_PAGES = 16;

    private static final int MAX_STEPS = 512;

    private final Numbers processes = new Numbers("processes", 16);
    private final Numbers buffers = new Numbers("buffers", 32);
    private final Numbers files = new Numbers("files", 16);
    private final Numbers queues = new Numbers("queues", 16);
    private final Numbers references = new Numbers("page references", 32);
    private final Numbers mdevs = new Numbers("mediated devices", 16);
    private final List<String> sizes = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final ValueTable values = new ValueTable();

    /** A program without steps. */
    public AgentProgram() {
        processes.of("A");
    }

    /**
     * The number of a process.
     *
     * @param name its name
     * @return 0 for A
     * @throws ProgramTooLargeException if there are too many
     */
    public int process(String name) {
        return processes.of(name);
    }

    /**
     * The number of a buffer.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int buffer(String name) {
        return buffers.of(name);
    }

    /**
     * The number of a queue.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int queue(String name) {
        return queues.of(name);
    }

    /**
     * The number of a page reference.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int reference(String name) {
        return references.of(name);
    }

    /**
     * The number of a mediated device.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int mdev(String name) {
        return mdevs.of(name);
    }

    /**
     * Says how large a buffer is, before any step.
     *
     * @param name its name
     * @param pages its size
     * @throws ProgramTooLargeException if that is more than {@link #MAX_PAGES}
     */
    public void sizeBuffer(String name, int pages) {
        size("buffer", buffers.of(name), pages);
    }

    /**
     * Says how large a file is, before any step.
     *
     * @param name its name
     * @param pages its size
     * @throws ProgramTooLargeException if there are too many, or it has more than {@link #MAX_PAGES}
     */
    public void sizeFile(String name, int pages) {
        size("file", files.of(name), pages);
    }

    /**
     * Says how large a memfd is, before any step.
     *
     * @param name its name
     * @param pages its size
     * @throws ProgramTooLargeException if there are too many, or it has more than {@link #MAX_PAGES}
     */
    public void sizeMemfd(String name, int pages) {
        size("memfd", memfd(name), pages);
    }

    /**
     * The number of a memfd, one of those of files.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int memfd(String name) {
        return files.of("memfd " + name);
    }

    /**
     * The number of a file.
     *
     * @param name its name
     * @return 0 or more
     * @throws ProgramTooLargeException if there are too many
     */
    public int file(String name) {
        return files.of(name);
    }

    /**
     * Says how many queues a device of uacce has, before any step.
     *
     * @param number which device, from 0 on
     * @param queues how many
     */
    public void sizeDevice(int number, int queues) {
        sizes.add("uacce " + number + " " + queues);
    }

    private void size(String word, int number, int pages) {
        if (pages > MAX_PAGES) {
            throw new ProgramTooLargeException("a " + word + " of more than " + MAX_PAGES + " pages");
        }
        sizes.add(word + " " + number + " " + pages);
    }

    /**
     * Adds a step.
     *
     * @param name the operation's name in the protocol
     * @param actor the number of the process, queue or reference that acts
     * @param arguments what the operation takes
     * @throws ProgramTooLargeException if there are too many steps
     */
    public void step(String name, int actor, long... arguments) {
        if (steps.size() == MAX_STEPS) {
            throw new ProgramTooLargeException("more than " + MAX_STEPS + " steps");
        }
        StringBuilder line = new StringBuilder(name).append(' ').append(actor);
        for (long argument : arguments) {
            line.append(' ').append(argument);
        }
        steps.add(line.toString());
    }

    /**
     * The number that stands for a value in memory.
     *
     * @param value any value
     * @return its stamp
     */
    public long stamp(Value value) {
        return values.stamp(value);
    }

    Value value(long stamp) {
        return values.value(stamp);
    }

    String processName(int number) {
        return processes.name(number);
    }

    String bufferName(int number) {
        return buffers.name(number);
    }

    /**
     * The program as the agent reads it.
     *
     * @return sizes, steps and {@code end}, a line each
     */
    public String text() {
        return Stream.of(sizes, steps, List.of("end"))
                .flatMap(List::stream)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
