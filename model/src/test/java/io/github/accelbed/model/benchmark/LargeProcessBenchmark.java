package io.github.accelbed.model.benchmark;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A process with 64 Mi pages (256 GiB), each written once through a CPU fault, in a JVM that has 2 GiB of heap. It runs once; without
 * enough heap it fails.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "-XX:+UseG1GC"})
public class LargeProcessBenchmark {
    private static final int PAGES = 1 << 26;

    /** What JMH prints beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {
        /** Heap in use after a collection, with the process resident. */
        public long usedMiB;

        /** Bytes of that per page of the process. */
        public double bytesPerPage;
    }

    @Benchmark
    public Object resident64MiPages(Heap heap) {
        BenchmarkKernel machine = new BenchmarkKernel("6.18", PAGES + 64, 64);
        machine.populate(PAGES);
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        heap.usedMiB = used >> 20;
        heap.bytesPerPage = used / (double) PAGES;
        return machine;
    }
}
