package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.access.KernelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of short random programs on every era against {@link ReferenceMemory}. A failing program is shrunk to the statements it
 * needs and shown in the scenario language with its seed.
 */
class RandomProgramTest {
    private static final int PROGRAMS = 2000;
    private static final int LENGTH = 24;

    /** A machine of 16 frames; the zero page is one of them. */
    private static final KernelConfig SCARCE = MmWorld.config().withSizes(4, 16, 1);

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void everyProcessReadsWhatTheReferenceSays(String kernel) {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            judge(kernel, seed, false, false, MmWorld.config());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void everyProcessReadsWhatTheReferenceSaysFromHugePages(String kernel) {
        for (int seed = 0; seed < PROGRAMS / 5; seed++) {
            judge(kernel, 1_000_000 + seed, true, false, MmWorld.config());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aFullMemoryLeavesTheBooksRight(String kernel) {
        for (int seed = 0; seed < PROGRAMS / 2; seed++) {
            judge(kernel, 2_000_000 + seed, false, true, SCARCE);
        }
    }

    private static void judge(String kernel, int seed, boolean huge, boolean scarce, KernelConfig config) {
        ProgramRun run = new ProgramRun(kernel, config, scarce);
        ProgramGenerator generator = new ProgramGenerator(new Random(seed), run.reference(), huge);
        List<Statement> program = new ArrayList<>();
        String problem = null;
        for (int i = 0; i < LENGTH && problem == null; i++) {
            Statement statement = generator.next();
            program.add(statement);
            problem = run.step(statement);
        }
        if (problem == null) {
            problem = run.finish();
        }
        if (problem != null) {
            List<Statement> small = shrink(kernel, program, scarce, config);
            assertThat(run(kernel, small, scarce, config))
                    .as("seed %d on %s, shrunk:%n%s", seed, kernel, toScn(kernel, seed, small))
                    .isNull();
        }
    }

    /** What is wrong with a program, or null. Statements that have become meaningless are left out. */
    private static @Nullable String run(String kernel, List<Statement> program, boolean scarce, KernelConfig config) {
        ProgramRun run = new ProgramRun(kernel, config, scarce);
        for (Statement statement : program) {
            if (run.reference().applicable(statement)) {
                String problem = run.step(statement);
                if (problem != null) {
                    return statement.toScn("r") + ": " + problem;
                }
            }
        }
        return run.finish();
    }

    /** Deletes statements while the program still fails. */
    private static List<Statement> shrink(String kernel, List<Statement> program, boolean scarce, KernelConfig config) {
        List<Statement> small = new ArrayList<>(program);
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = small.size() - 1; i >= 0; i--) {
                Statement left = small.remove(i);
                if (run(kernel, small, scarce, config) == null) {
                    small.add(i, left);
                } else {
                    smaller = true;
                }
            }
        }
        return small;
    }

    private static String toScn(String kernel, int seed, List<Statement> program) {
        StringBuilder scn = new StringBuilder("scenario random/seed-" + seed + "\nkernel " + kernel + "\n\nrun\n");
        int register = 0;
        for (Statement statement : program) {
            scn.append("  ").append(statement.toScn("r" + register++)).append('\n');
        }
        return scn.toString();
    }
}
