package io.github.accelbed.conformance.replay;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;

/**
 * The same storm on the model: every first touch and every copy is a store that traps, a fault with all its steps, and the store
 * again. A page is one stamp of 64 bits here, not 4 KiB, and there is no TLB and no cache to miss.
 */
final class ModelStorm {
    private static final long START = 1L << 26;
    private static final int SPARE_FRAMES = 64;
    private static final int IOTLB_ENTRIES = 64;

    private final KernelVersion version;
    private final int pages;

    ModelStorm(KernelVersion version, int pages) {
        this.version = version;
        this.pages = pages;
    }

    StormTimes run() {
        int frames = 2 * pages + SPARE_FRAMES;
        Kernel kernel = new Kernel(
                version, KernelConfig.defaults(CostTable.defaults()).withSizes(frames, frames, IOTLB_ENTRIES));
        Task parent = kernel.newTask("A");
        run(parent, new Mmap(parent.cpu(), parent.mm(), START, pages, Vma.READ | Vma.WRITE, null, null));
        Map<StormPhase, PhaseTime> phases = new EnumMap<>(StormPhase.class);
        time(phases, StormPhase.POPULATE, () -> write(parent, 0));
        Fork fork = new Fork(kernel.processes(), parent, "B");
        time(phases, StormPhase.FORK, () -> run(parent, fork));
        Task child = fork.child();
        if (child == null) {
            throw new IllegalStateException("fork: " + fork.result());
        }
        time(phases, StormPhase.WRITE, () -> write(child, pages));
        expectUsed(kernel, 2 * pages);
        time(phases, StormPhase.EXIT, () -> run(child, new Exit(kernel.processes(), child)));
        expectUsed(kernel, pages);
        return new StormTimes(pages, phases);
    }

    private static void time(Map<StormPhase, PhaseTime> phases, StormPhase phase, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        work.run();
        long wallNs = System.nanoTime() - wall;
        phases.put(phase, new PhaseTime(wallNs, threads.getCurrentThreadCpuTime() - cpu));
    }

    private void write(Task task, long stamp) {
        CpuAccess access = new CpuAccess(task.cpu());
        for (int i = 0; i < pages; i++) {
            run(task, access.write(task.mm(), START + i, stamp + i));
        }
        if (!access.result().ok()) {
            throw new IllegalStateException("a write answered " + access.result());
        }
    }

    private static void run(Task task, Operation<?> operation) {
        Actor actor = task.cpu().actor();
        actor.start(operation);
        if (!actor.run()) {
            throw new IllegalStateException("blocked");
        }
    }

    private static void expectUsed(Kernel kernel, int frames) {
        if (kernel.mm().memory().used() != frames) {
            throw new IllegalStateException(kernel.mm().memory().used() + " frames in use, expected " + frames);
        }
    }
}
