package io.github.accelbed.drivers.vaiova;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps a whole process. What is refused is tried again in halves, down to a page, so that only pages which really cannot be mapped are lost;
 * of what is accepted, a job reads the first and the last page.
 */
final class LayoutRun {
    private static final int QUEUES = 4;

    private final AccessBackend backend;
    private final Layout layout;
    private final Testbed bed;
    private final Task task;
    private final List<ReservedRegion> reserved;
    private Errno answer = Errno.OK;
    private long lost;
    private long over;
    private long calls;

    LayoutRun(AccessBackend backend, KernelVersion version, CostTable costs, Layout layout) {
        this.backend = backend;
        this.layout = layout;
        bed = new Testbed(backend, version, costs, QUEUES);
        task = bed.kernel().newTask("process");
        reserved = bed.kernel().iommu().reserved();
    }

    @Nullable
    String whyLeftOut() {
        return bed.whyLeftOut();
    }

    Cell run() {
        AccessQueue queue = bed.open(task, OpenOptions.named("q"));
        for (Region region : layout.regions()) {
            bed.mmap(task, region.start(), region.pages(), region.writable() ? Vma.READ | Vma.WRITE : Vma.READ);
            map(queue, region, region.start(), region.pages());
        }
        bed.checkIntegrity(layout.name());
        Task other = bed.kernel().newTask("other");
        String second = bed.tryOpen(other, OpenOptions.named("q2")).result().toString();
        return new Cell(
                backend.id(),
                bed.kernel().version().toString(),
                layout.name(),
                layout.pages(),
                lost,
                answer.toString(),
                over,
                calls,
                second);
    }

    private void map(AccessQueue queue, Region region, long start, long pages) {
        long before = task.syscalls();
        Errno mapped = bed.tryMap(task, queue, start, pages, region.writable());
        calls += task.syscalls() > before ? 1 : 0;
        if (mapped.ok()) {
            Errno read = bed.tryDeviceRead(queue, start);
            read = read.ok() ? bed.tryDeviceRead(queue, start + pages - 1) : read;
            var astray = new Layout("part", List.of(new Region(region.name(), start, pages, region.writable())))
                    .reserved(reserved);
            if (!read.ok() && astray == 0) {
                throw new IllegalStateException(region.name() + " was mapped, but a job answered " + read);
            }
            over += astray;
        } else if (pages == 1) {
            answer = mapped;
            lost++;
        } else {
            map(queue, region, start, pages / 2);
            map(queue, region, start + pages / 2, pages - pages / 2);
        }
    }
}
