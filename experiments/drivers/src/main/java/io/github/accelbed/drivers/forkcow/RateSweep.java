package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A parent that gives the device one job after the other, writing the buffer before each, and now and then forks a child that lives
 * for some jobs (a helper started with system(3), say). Forks come at jobs drawn at random; the same ones for every row and kernel.
 */
final class RateSweep {
    private static final double CONFIDENCE = 0.975;
    private static final long THOUSAND = 1000;

    private final CostTable costs;
    private final long seed;
    private final int jobs;
    private final int pages;
    private final int childJobs;
    private final int repeats;
    private final List<CostLedger> ledgers = new ArrayList<>();

    RateSweep(CostTable costs, long seed, int jobs, int pages, int childJobs, int repeats) {
        this.costs = costs;
        this.seed = seed;
        this.jobs = jobs;
        this.pages = pages;
        this.childJobs = childJobs;
        this.repeats = repeats;
    }

    /** What the measured parts were spent on. */
    List<CostLedger> ledgers() {
        return ledgers;
    }

    RatePoint measure(AccessBackend backend, KernelVersion version, long forksPerThousand) {
        SummaryStatistics stale = new SummaryStatistics();
        SummaryStatistics time = new SummaryStatistics();
        for (int repeat = 0; repeat < repeats; repeat++) {
            Stream stream = new Stream(backend, version);
            stream.run(forks(forksPerThousand, repeat));
            stale.addValue(stream.queue.engine().stale() / ((double) jobs * pages));
            time.addValue(stream.elapsedNs / jobs);
        }
        return new RatePoint(
                backend.id(),
                version.toString(),
                forksPerThousand,
                stale.getMean(),
                halfWidth(stale),
                time.getMean(),
                halfWidth(time));
    }

    /** Before which jobs there is a fork; Floyd's sampling without replacement. */
    BitSet forks(long forksPerThousand, int repeat) {
        SplittableRandom random = new SplittableRandom(seed * THOUSAND + repeat);
        BitSet chosen = new BitSet(jobs);
        int count = (int) Math.min(jobs, forksPerThousand * jobs / THOUSAND);
        for (int top = jobs - count; top < jobs; top++) {
            int candidate = random.nextInt(top + 1);
            chosen.set(chosen.get(candidate) ? top : candidate);
        }
        return chosen;
    }

    private static double halfWidth(SummaryStatistics sample) {
        long n = sample.getN();
        if (n < 2) {
            return 0;
        }
        double t = new TDistribution((double) n - 1).inverseCumulativeProbability(CONFIDENCE);
        return t * sample.getStandardDeviation() / Math.sqrt((double) n);
    }

    private final class Stream {
        private final Testbed bed;
        private final Task parent;
        private final AccessQueue queue;
        private double elapsedNs;

        Stream(AccessBackend backend, KernelVersion version) {
            bed = new Testbed(backend, version, costs, 1);
            parent = bed.kernel().newTask("A");
            bed.mmap(parent, Testbed.BUFFER, pages);
            for (int page = 0; page < pages; page++) {
                bed.write(parent, Testbed.BUFFER + page, 1);
            }
            queue = bed.open(parent, OpenOptions.named("q"));
            bed.map(parent, queue, Testbed.BUFFER, pages);
            ledgers.add(bed.meter());
        }

        private record Child(Task task, int lastJob) {}

        void run(BitSet forks) {
            Deque<Child> children = new ArrayDeque<>();
            long begin = bed.nowPs();
            for (int job = 0; job < jobs; job++) {
                if (forks.get(job)) {
                    children.add(new Child(bed.fork(parent, "B" + job), job + childJobs));
                }
                for (int page = 0; page < pages; page++) {
                    bed.write(parent, Testbed.BUFFER + page, job + 2L);
                }
                for (int page = 0; page < pages; page++) {
                    bed.tryDeviceRead(queue, Testbed.BUFFER + page);
                }
                while (!children.isEmpty() && children.peekFirst().lastJob() <= job) {
                    bed.exit(children.removeFirst().task());
                }
            }
            elapsedNs = bed.nsSince(begin);
            bed.checkIntegrity(jobs + " jobs");
        }
    }
}
