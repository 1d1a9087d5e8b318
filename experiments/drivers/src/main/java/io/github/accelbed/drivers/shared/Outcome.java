package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.CostLedger;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * A finished run.
 *
 * @param backend the row
 * @param kernel the release
 * @param load the machine and the work
 * @param processes what each process got, in order
 * @param submissionNs what one submission takes
 * @param ledger what the time of the model was spent on
 */
record Outcome(
        String backend,
        String kernel,
        Load load,
        List<ProcessResult> processes,
        double submissionNs,
        CostLedger ledger) {
    private static final double NS_PER_MS = 1e6;

    Outcome {
        processes = List.copyOf(processes);
    }

    private long sum(ToLongFunction<ProcessResult> value) {
        return processes.stream().mapToLong(value).sum();
    }

    int served() {
        return (int) processes.stream().filter(ProcessResult::served).count();
    }

    int refused() {
        return processes.size() - served();
    }

    /** What a process that has no way into the device was told; the answers are all the same. */
    String refusal() {
        return processes.stream()
                .filter(p -> !p.served())
                .map(ProcessResult::answer)
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    long wanted() {
        return sum(ProcessResult::wanted);
    }

    long done() {
        return sum(ProcessResult::done);
    }

    long retries() {
        return sum(ProcessResult::retries);
    }

    /** Repeated submissions for each job done, 0 if none was. */
    double retriesPerJob() {
        return done() == 0 ? 0 : (double) retries() / done();
    }

    double jobsPerMs() {
        return done() / (load.durationNs() / NS_PER_MS);
    }

    /** Jain's index of the jobs done of all processes, those without a queue included. */
    double fairness() {
        return fairness(p -> true);
    }

    /** Jain's index of the jobs done of some of them: 1 if all have the same, 1/n if one has all. */
    double fairness(Predicate<ProcessResult> which) {
        double[] done = processes.stream()
                .filter(which)
                .mapToDouble(ProcessResult::done)
                .toArray();
        return fairness(done);
    }

    static double fairness(double... shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }

    /** A percentile of the waits of some processes' jobs, 0 if they have none. */
    double waitNs(double percent, Predicate<ProcessResult> which) {
        double[] waits = processes.stream()
                .filter(which)
                .flatMap(p -> p.waitsNs().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return waits.length == 0 ? 0 : new Percentile(percent).evaluate(waits);
    }

    double waitNs(double percent) {
        return waitNs(percent, p -> true);
    }

    /** The greedy process's part of the jobs done, 0 to 1. */
    double greedyShare() {
        long greedy = sum(p -> p.greedy() ? p.done() : 0);
        return done() == 0 ? 0 : (double) greedy / done();
    }

    /** Of the jobs that the polite processes wanted, those that were done, 0 to 1. */
    double politeShare() {
        long wanted = sum(p -> p.greedy() ? 0 : p.wanted());
        return wanted == 0 ? 1 : (double) sum(p -> p.greedy() ? 0 : p.done()) / wanted;
    }
}
