package io.github.accelbed.fuzzer;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.program.ProgramText;
import io.github.accelbed.scenario.program.Shrinker;
import io.github.accelbed.scenario.run.InParallel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Runs random programs over the whole language and looks for mistakes of ours: see {@link FailureKind}. What a program does depends on the
 * seed and its number only, so any part of a long run can be done again by itself.
 */
public final class Fuzzer {
    private static final int CHUNK = 250;

    /** What one thread did. */
    private record Part(Counts counts, List<Failure> failures) {}

    /** Programs that show the same. */
    private static final class Alike {
        final Failure first;
        long programs;

        Alike(Failure first) {
            this.first = first;
        }
    }

    private final long seed;
    private final Bounds bounds;
    private final ProgramWriter writer;
    private final Examiner examiner;

    /**
     * A fuzzer.
     *
     * @param seed which list of programs
     * @param bounds how far each is followed
     */
    public Fuzzer(long seed, Bounds bounds) {
        this.seed = seed;
        this.bounds = bounds;
        writer = new ProgramWriter(seed);
        examiner = new Examiner(bounds);
    }

    /**
     * The text of a program.
     *
     * @param number which, from 0
     * @return a scenario of one cell
     */
    public String text(long number) {
        return writer.program(number).text();
    }

    /**
     * Runs programs.
     *
     * @param from the number of the first
     * @param programs how many
     * @param threads how many at the same time; the report does not depend on it
     * @param progress told how many are done, by any thread
     * @return what came out
     */
    public FuzzReport run(long from, long programs, int threads, LongConsumer progress) {
        AtomicLong done = new AtomicLong();
        List<Callable<Part>> work = new ArrayList<>();
        for (long first = from; first < from + programs; first += CHUNK) {
            long begin = first;
            long end = Math.min(first + CHUNK, from + programs);
            work.add(() -> {
                Part part = part(begin, end);
                progress.accept(done.addAndGet(end - begin));
                return part;
            });
        }
        Counts counts = new Counts();
        Map<String, Alike> alike = new LinkedHashMap<>();
        for (Part part : InParallel.all(threads, work)) {
            counts.add(part.counts);
            for (Failure failure : part.failures) {
                alike.computeIfAbsent(failure.kind() + " " + failure.where(), unused -> new Alike(failure)).programs++;
            }
        }
        List<Callable<Found>> shrinking = alike.values().stream()
                .<Callable<Found>>map(one -> () -> shrunk(one.first, one.programs))
                .toList();
        return new FuzzReport(counts, InParallel.all(threads, shrinking));
    }

    private Part part(long from, long to) {
        Part part = new Part(new Counts(), new ArrayList<>());
        for (long number = from; number < to; number++) {
            Program program = writer.program(number);
            Examination found = examiner.examine(program);
            part.counts.add(program, found);
            if (found.failure() != null) {
                part.failures.add(found.failure());
            }
        }
        return part;
    }

    private Found shrunk(Failure failure, long programs) {
        Program program = writer.program(failure.number());
        Scenario whole = examiner.examine(program).scenario();
        String name = "fuzz-" + seed + "-" + failure.number();
        List<String> comments = Stream.concat(
                        Stream.of(
                                "Program " + failure.number() + " of seed " + seed + " ("
                                        + "accelbed fuzz --seed " + seed + " --from " + failure.number()
                                        + " --programs 1), shrunk. It shows:",
                                failure.kind().text()),
                        failure.detail().lines().limit(12))
                .toList();
        if (whole == null) {
            StringBuilder text = new StringBuilder();
            comments.forEach(line -> text.append("# ").append(line).append('\n'));
            return new Found(failure, programs, name, text + program.text());
        }
        Scenario small = new Shrinker(examiner.parser(), bounds.checks())
                .shrink(whole, smaller -> shows(smaller, failure, program.explored()));
        return new Found(
                failure,
                programs,
                name,
                ProgramText.of(small, "What is wrong in program " + failure.number() + "?", comments));
    }

    private boolean shows(Scenario scenario, Failure failure, boolean explored) {
        Failure shown = examiner.examine(scenario, failure.number(), explored).failure();
        return shown != null && shown.alike(failure);
    }
}
