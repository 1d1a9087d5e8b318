package io.github.accelbed.model.benchmark;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;

/** What the benchmarks share: a kernel with one process whose pages are written. */
final class BenchmarkKernel {
    /** The first page of the process's memory, 256 GiB. */
    static final long START = 1L << 26;

    final Kernel kernel;
    final Task task;

    BenchmarkKernel(String version, int frames, int iotlbEntries) {
        KernelConfig config = KernelConfig.defaults(CostTable.defaults()).withSizes(frames, frames, iotlbEntries);
        kernel = new Kernel(KernelVersion.parse(version), config);
        task = kernel.newTask("A");
    }

    /** Maps private memory and writes each page once, through the CPU's faults. */
    void populate(int pages) {
        run(new Mmap(task.cpu(), task.mm(), START, pages, Vma.READ | Vma.WRITE, null, null));
        CpuAccess access = new CpuAccess(task.cpu());
        for (int i = 0; i < pages; i++) {
            run(access.write(task.mm(), START + i, i + 1));
            if (!access.result().ok()) {
                throw new IllegalStateException("page " + i + ": " + access.result());
            }
        }
    }

    void run(Operation<?> operation) {
        Actor actor = task.cpu().actor();
        actor.start(operation);
        if (!actor.run()) {
            throw new IllegalStateException("blocked");
        }
    }
}
