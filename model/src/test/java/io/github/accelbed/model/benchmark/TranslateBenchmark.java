package io.github.accelbed.model.benchmark;

import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuDomain;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many translations of a device bound to a process the IOMMU does: all from the IOTLB, or all by a walk of four levels. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class TranslateBenchmark {
    private static final int ACCESSES = 4096;

    /** 1024 pages, all of which an IOTLB of 4096 entries holds; random order. */
    @State(Scope.Thread)
    public static class Hits {
        Iommu iommu;
        IommuDomain domain;
        long[] vpns;

        @Setup
        public void bind() {
            BenchmarkKernel machine = new BenchmarkKernel("6.18", 2048, ACCESSES);
            machine.populate(1024);
            iommu = machine.kernel.iommu();
            domain = iommu.svaBind(machine.task.mm()).domain();
            vpns = vpns(1024);
        }
    }

    /** An IOTLB of one entry, so that each access walks; 4096 pages, then a table of 1 Mi pages (4 GiB). */
    @State(Scope.Thread)
    public static class Walks {
        Iommu iommu;
        IommuDomain small;
        IommuDomain large;
        long[] smallVpns;
        long[] largeVpns;

        @Setup
        public void bind() {
            BenchmarkKernel few = new BenchmarkKernel("6.18", 8192, 1);
            few.populate(4096);
            iommu = few.kernel.iommu();
            small = iommu.svaBind(few.task.mm()).domain();
            smallVpns = vpns(4096);
            BenchmarkKernel many = new BenchmarkKernel("6.18", (1 << 20) + 64, 1);
            many.populate(1 << 20);
            large = iommu.svaBind(many.task.mm()).domain();
            largeVpns = vpns(1 << 20);
        }
    }

    private static long[] vpns(int pages) {
        Random random = new Random(1);
        long[] vpns = new long[ACCESSES];
        for (int i = 0; i < ACCESSES; i++) {
            vpns[i] = BenchmarkKernel.START + random.nextInt(pages);
        }
        return vpns;
    }

    private static long translate(Iommu iommu, IommuDomain domain, long[] vpns) {
        long sum = 0;
        for (long vpn : vpns) {
            sum += iommu.translate(domain, vpn, false);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ACCESSES)
    public long iotlbHit(Hits state) {
        return translate(state.iommu, state.domain, state.vpns);
    }

    @Benchmark
    @OperationsPerInvocation(ACCESSES)
    public long walk4KiPages(Walks state) {
        return translate(state.iommu, state.small, state.smallVpns);
    }

    @Benchmark
    @OperationsPerInvocation(ACCESSES)
    public long walk1MiPages(Walks state) {
        return translate(state.iommu, state.large, state.largeVpns);
    }
}
