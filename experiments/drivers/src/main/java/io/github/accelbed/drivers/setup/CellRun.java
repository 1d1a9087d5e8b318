package io.github.accelbed.drivers.setup;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays the jobs of one process. The buffers are allocated and touched outside of what is counted: every program does that. */
final class CellRun {
    private static final int QUEUES = 4;
    private static final long APART = 0x1_0000L;

    private final AccessBackend backend;
    private final Testbed bed;
    private final EffortMeter meter;
    private final CostLedger ledger;
    private final Task task;
    private final int pages;
    private final Map<Job, Effort> jobs = new EnumMap<>(Job.class);
    private @Nullable AccessQueue queue;
    private long registrations;

    CellRun(AccessBackend backend, KernelVersion version, CostTable costs, int pages) {
        this.backend = backend;
        this.pages = pages;
        bed = new Testbed(backend, version, costs, QUEUES);
        ledger = new CostLedger(costs);
        meter = new EffortMeter(ledger);
        task = bed.kernel().newTask("client");
    }

    @Nullable
    String whyLeftOut() {
        return bed.whyLeftOut();
    }

    Cell run() {
        touch(Testbed.BUFFER);
        touch(Testbed.BUFFER + APART);
        bed.kernel().machine().listen(meter);
        measure(Job.FIRST, Testbed.BUFFER, true);
        measure(Job.SAME_BUFFER, Testbed.BUFFER, false);
        measure(Job.NEW_BUFFER, Testbed.BUFFER + APART, true);
        bed.checkIntegrity(Job.NEW_BUFFER.text());
        return new Cell(backend.id(), bed.kernel().version().toString(), jobs, ledger);
    }

    private void touch(long start) {
        bed.mmap(task, start, pages);
        for (int page = 0; page < pages; page++) {
            bed.write(task, start + page, 1);
        }
    }

    private void measure(Job job, long buffer, boolean fresh) {
        meter.restart();
        registrations = 0;
        long calls = task.syscalls();
        long steps = bed.access().adminSteps(bed.device());
        long begin = bed.nowPs();
        AccessQueue opened = queue;
        if (opened == null) {
            opened = bed.open(task, OpenOptions.named("q"));
            queue = opened;
        }
        if (fresh) {
            register(opened, buffer);
        }
        for (int page = 0; page < pages; page++) {
            Errno answer = bed.tryDeviceRead(opened, buffer + page);
            if (!answer.ok()) {
                throw new IllegalStateException(job.text() + " of " + backend.id() + " answered " + answer);
            }
        }
        jobs.put(
                job,
                new Effort(
                        task.syscalls() - calls,
                        bed.access().adminSteps(bed.device()) - steps,
                        registrations,
                        meter.locks(),
                        bed.nsSince(begin)));
    }

    private void register(AccessQueue opened, long buffer) {
        long calls = task.syscalls();
        bed.map(task, opened, buffer, pages);
        registrations += task.syscalls() > calls ? 1 : 0;
    }
}
