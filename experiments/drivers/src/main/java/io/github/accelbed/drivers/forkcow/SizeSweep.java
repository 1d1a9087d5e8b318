package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;

/** Forks a process whose buffer the device has used before, rewrites the buffer and lets the device read it again, page by page. */
final class SizeSweep {
    private final CostTable costs;
    private final List<CostLedger> ledgers = new ArrayList<>();

    SizeSweep(CostTable costs) {
        this.costs = costs;
    }

    /** What the measured parts were spent on. */
    List<CostLedger> ledgers() {
        return ledgers;
    }

    SizePoint measure(AccessBackend backend, KernelVersion version, long pages) {
        Testbed bed = new Testbed(backend, version, costs, 1);
        Task parent = bed.kernel().newTask("A");
        bed.mmap(parent, Testbed.BUFFER, pages);
        writeAll(bed, parent, pages, 1);
        AccessQueue queue = bed.open(parent, OpenOptions.named("q"));
        bed.map(parent, queue, Testbed.BUFFER, pages);
        readAll(bed, queue, pages);
        ledgers.add(bed.meter());
        long begin = bed.nowPs();
        bed.fork(parent, "B");
        double forkNs = bed.nsSince(begin);
        long forked = bed.nowPs();
        writeAll(bed, parent, pages, 2);
        double rewriteNs = bed.nsSince(forked);
        long rewritten = bed.nowPs();
        readAll(bed, queue, pages);
        double readNs = bed.nsSince(rewritten);
        bed.checkIntegrity(pages + " pages");
        return new SizePoint(
                backend.id(),
                version.toString(),
                pages,
                forkNs,
                rewriteNs,
                readNs,
                queue.engine().stale());
    }

    private static void writeAll(Testbed bed, Task task, long pages, long value) {
        for (long page = 0; page < pages; page++) {
            bed.write(task, Testbed.BUFFER + page, value);
        }
    }

    private static void readAll(Testbed bed, AccessQueue queue, long pages) {
        for (long page = 0; page < pages; page++) {
            bed.tryDeviceRead(queue, Testbed.BUFFER + page);
        }
    }
}
