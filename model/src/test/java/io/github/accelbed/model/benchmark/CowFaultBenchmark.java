package io.github.accelbed.model.benchmark;

import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.DupMmap;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many writes to pages shared with a child copy per second: the store that traps, the fault with all its steps, and the store
 * again. Fork and exit of the child, between batches of 4096 faults, are not measured.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class CowFaultBenchmark {
    private static final int PAGES = 4096;

    /** One kernel of the first era and one of the last. */
    @Param({"4.20", "6.18"})
    public String version;

    private BenchmarkKernel machine;
    private Actor actor;
    private CpuAccess access;
    private MmStruct child;
    private long value;

    @Setup
    public void boot() {
        machine = new BenchmarkKernel(version, 3 * PAGES, 64);
        machine.populate(PAGES);
        actor = machine.task.cpu().actor();
        access = new CpuAccess(machine.task.cpu());
    }

    @Setup(Level.Invocation)
    public void fork() {
        child = machine.kernel.mm().newMm("B");
        machine.run(new DupMmap(machine.task.cpu(), machine.task.mm(), child));
    }

    @TearDown(Level.Invocation)
    public void exitOfTheChild() {
        if (machine.kernel.mm().memory().used() != 2 * PAGES) {
            throw new IllegalStateException("not every write copied");
        }
        child.putUser();
        machine.run(new ExitMmap(machine.task.cpu(), child));
    }

    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long copyOnWrite() {
        MmStruct mm = machine.task.mm();
        value++;
        for (int i = 0; i < PAGES; i++) {
            actor.start(access.write(mm, BenchmarkKernel.START + i, value));
            actor.run();
        }
        return machine.kernel.machine().clock().nowPs();
    }
}
