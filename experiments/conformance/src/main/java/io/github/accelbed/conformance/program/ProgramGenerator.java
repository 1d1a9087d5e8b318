package io.github.accelbed.conformance.program;

import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Exploration;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Comparator;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.condition.Literal;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Value;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An endless list of random scenarios that a running kernel can carry out by itself: no step of root, no limit, no pin but long-term
 * ones for writing (what io_uring's registered buffers take) or, if asked for, for reading (gup_test), no write through a plain reference. Each scenario has 20 to 40 steps in
 * a row, each binds a register, and it expects nothing that could fail, so that only the comparison of two runs says anything.
 *
 * <p>About one step in ten is wrong on purpose: a dead process, a hole, a right that is missing, a reference or queue that is closed.
 *
 * <p>A program depends on the seed and its own number only. The numbers come from {@link Random}, whose algorithm is part of Java's
 * specification, so they are the same on every machine.
 */
public final class ProgramGenerator {
    /** How many processes a program has at most, so that each huge page may be copied as often. */
    public static final int PROCESSES = 8;

    private static final int MIN_ACCESSES = 2;
    private static final DeclaredDevice SOFT_ROCE =
            new DeclaredDevice(Position.NONE, DeviceKind.RXE.id(), DeviceKind.RXE.queues(), null);
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final MemoryKinds kinds;
    private final @Nullable String row;

    /**
     * A list of programs.
     *
     * @param seed which list
     * @param kinds what memory they use
     */
    public ProgramGenerator(long seed, MemoryKinds kinds) {
        this(seed, kinds, null);
    }

    private ProgramGenerator(long seed, MemoryKinds kinds, @Nullable String row) {
        this.seed = seed;
        this.kinds = kinds;
        this.row = row;
    }

    /**
     * A list of programs of a real device's queue: each has a fork and at least two of the device's own accesses after it.
     *
     * @param seed which list
     * @param row the row it is for: {@code vfio}, {@code iommufd}, {@code rdma-pinned} or {@code odp}
     * @param kinds what memory they use
     * @return the list
     */
    public static ProgramGenerator ofDevices(long seed, String row, MemoryKinds kinds) {
        return new ProgramGenerator(seed, kinds, row);
    }

    /**
     * One program.
     *
     * @param number its place in the list, 0 or more
     * @return always the same for one seed and number
     */
    public Scenario program(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("program " + number);
        }
        // Seeds that are close give similar first numbers; the product puts them far apart.
        Random random = new Random(new Random(seed).nextLong() + (number + 1) * SPREAD);
        boolean queue = row != null || random.nextInt(3) == 0;
        return new Scenario(
                "",
                "",
                "conform/seed-" + seed + (row == null ? "" : "/" + row) + "/" + kinds.word() + "-" + number,
                "Seed " + seed + ", program " + number + ": does the model do what the kernel does?",
                List.of(),
                Scenario.DEFAULT_KERNELS,
                row != null ? List.of(row) : queue ? List.of("uacce") : Scenario.DEFAULT_BACKENDS,
                List.of(device()),
                Limits.NONE,
                Exploration.DEFAULT,
                List.of(),
                steps(random, queue),
                List.of(nothing()),
                List.of());
    }

    /** Rows of RDMA are asked of Soft-RoCE. */
    private DeclaredDevice device() {
        return row == null || row.equals("vfio") || row.equals("iommufd") ? DeclaredDevice.DEFAULT : SOFT_ROCE;
    }

    private List<Statement> steps(Random random, boolean queue) {
        boolean real = row != null;
        DeclaredDevice device = real ? device() : null;
        List<Statement> steps = new ProgramWriter(random, queue, device, kinds).steps();
        while (real && accessesAfterFork(steps) < MIN_ACCESSES) {
            steps = new ProgramWriter(random, queue, device, kinds).steps();
        }
        return steps;
    }

    private static long accessesAfterFork(List<Statement> steps) {
        return steps.stream()
                .dropWhile(step -> !(step instanceof ForkStep))
                .filter(DeviceStep.class::isInstance)
                .count();
    }

    /**
     * All programs.
     *
     * @return number 0, 1, 2 and so on, without end
     */
    public Stream<Scenario> programs() {
        return LongStream.iterate(0, number -> number + 1).mapToObj(this::program);
    }

    /** A scenario expects something; this holds always. */
    private static Expectation nothing() {
        Comparison holds = new Comparison(
                Position.NONE,
                new Counter(Position.NONE, CounterKind.ELAPSED, null),
                Comparator.AT_LEAST,
                new Literal(Position.NONE, Value.ZERO));
        return new Expectation(Position.NONE, List.of(), List.of(), Quantifier.ALWAYS, holds, "elapsed >= 0");
    }
}
