package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * What map means where the device reaches only memory that the kernel allocated for it: the library gets such memory (mmap of the queue's
 * static shared region), copies the buffer into it and puts it in the buffer's place. From then on process and device use the same pages
 * without a copy; a child of fork has a hole there, and memory that the process has elsewhere is out of the device's reach. A buffer that
 * is such memory already is shared with one queue more, or mapped to one device more (SHARE_SVAS), as it is.
 *
 * <p>The sixth posting allowed one such region a queue (EBUSY for a second); libraries carved it into pieces, and a map is such a piece.
 * Left out: RLIMIT_DATA.
 */
final class MapIntoRegion extends AccessOperation<MapIntoRegion> {
    private static final Program<MapIntoRegion> STEPS = Program.<MapIntoRegion>of("wd_reserve_memory")
            .cpu("uacce_fops_mmap", Cost.INCLUDED, (o, a) -> o.check())
            .calls("mmap", Cost.INCLUDED, o -> o.mapArea())
            .undo("free_page", Cost.INCLUDED, (o, a) -> o.freePages())
            .undo("munmap after failure", Cost.INCLUDED, (o, a) -> o.unmapArea(a))
            .calls("alloc_pages, remap_pfn_range", Cost.INCLUDED, o -> o.allocate())
            .cpu("memcpy into the region", Cost.COPY_PAGE, (o, a) -> o.copyNext(a))
            .returned((o, a) -> o.copied(a))
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.mapToDevice(a))
            .calls("munmap of the buffer", Cost.INCLUDED, o -> o.unmapBuffer())
            .calls("mremap into its place", Cost.INCLUDED, o -> o.move())
            .build();

    private static final int MOST_PAGES = 1 << 16;

    private final NosvaDriver driver;
    private final Task task;
    private final NosvaQueue queue;
    private final long start;
    private final long pages;
    private final boolean write;
    private FileMapping memory;
    private final PageReferences frames;
    private final CpuAccess load;
    private int rights = Vma.READ;
    private @Nullable KernelRegion region;
    private int copied;
    private boolean shares;

    MapIntoRegion(NosvaDriver driver, Task task, NosvaQueue queue, long start, long pages, boolean write) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.write = write;
        memory = driver.kernel().mm().newShmem();
        frames = new PageReferences(driver.kernel().mm(), task.name(), false);
        load = new CpuAccess(task.cpu());
    }

    private int check() {
        task.countSyscalls(1);
        Errno may = mayMap();
        if (!may.ok()) {
            return fail(may);
        }
        KernelRegion known = queue.space().find(task.mm(), start, pages);
        if (known == null) {
            return Flow.NEXT;
        }
        share(known);
        return Flow.DONE;
    }

    private void share(KernelRegion known) {
        known.use();
        queue.regions().add(known);
        region = known;
    }

    private Errno mayMap() {
        if (!task.files().holds(queue.file())) {
            return Errno.EBADF;
        }
        if (pages > MOST_PAGES) {
            return Errno.ENOMEM;
        }
        if (queue.regions().stream().anyMatch(known -> known.overlaps(start, pages))) {
            return Errno.EEXIST;
        }
        KernelRegion known = queue.space().find(task.mm(), start, pages);
        if (known != null) {
            return known.write() || !write ? Errno.OK : Errno.EEXIST;
        }
        Errno placed = driver.addressing().mayMap(queue.space(), start, pages);
        return placed.ok() && !suits() ? Errno.EFAULT : placed;
    }

    /** Whether all of the buffer is the process's own memory with the rights asked for, which the new area takes over. */
    private boolean suits() {
        Vma first = task.mm().findVma(start);
        FileMapping behind = first == null ? null : first.mapping();
        shares = behind != null && driver.shares(behind) > 0;
        for (long vpn = start; vpn < start + pages; vpn++) {
            Vma vma = task.mm().findVma(vpn);
            if (vma == null || (vma.file() != null && !shares) || !vma.is(Vma.READ) || (write && !vma.is(Vma.WRITE))) {
                return false;
            }
            if (shares && vma.mapping() != behind) {
                return false;
            }
            rights |= vma.is(Vma.WRITE) ? Vma.WRITE : 0;
        }
        if (shares && behind != null) {
            memory = behind;
        }
        return true;
    }

    private @Nullable Mmap mapArea() {
        int flags = rights | Vma.SHARED | Vma.DONTCOPY;
        return shares ? null : new Mmap(task.cpu(), task.mm(), queue.scratch(), pages, flags, memory, queue.file());
    }

    private GetUserPages allocate() {
        long at = shares ? start : queue.scratch();
        return new GetUserPages(task.cpu(), task.mm(), at, (int) pages, 0, frames);
    }

    private int copyNext(Actor actor) {
        if (shares) {
            return Flow.PASS;
        }
        actor.call(load.read(task.mm(), start + copied));
        return Flow.NEXT;
    }

    private int copied(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned() == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
        }
        driver.kernel().mm().memory().write(frames.frame(copied++), load.value());
        return copied == pages ? Flow.NEXT : Flow.AGAIN;
    }

    private int mapToDevice(Actor actor) {
        actor.charge(0);
        Errno placed = driver.addressing().mayMap(queue.space(), start, pages);
        if (!placed.ok()) {
            return fail(placed);
        }
        if (!queue.hardware().started()) {
            return fail(Errno.EINVAL);
        }
        task.countSyscalls(driver.addressing().asksForAddress() ? 1 : 0);
        long device = driver.addressing().deviceAddress(queue.space(), start, pages);
        KernelRegion made = new KernelRegion(task.mm(), start, pages, device, write, memory, frames);
        if (driver.kernel().fails(Allocation.SLAB) || !queue.space().map(made)) {
            return fail(Errno.ENOMEM);
        }
        share(made);
        actor.charge((int) pages);
        return shares ? Flow.DONE : Flow.NEXT;
    }

    private Munmap unmapBuffer() {
        task.countSyscalls(2);
        return new Munmap(task.cpu(), task.mm(), start, pages);
    }

    private Mremap move() {
        return new Mremap(task.cpu(), task.mm(), queue.scratch(), pages, start);
    }

    /** A region that the device has already is the queue's; what it does not have yet is nobody's. */
    private int freePages() {
        if (region != null) {
            return Flow.PASS;
        }
        frames.release();
        return Flow.NEXT;
    }

    private int unmapArea(Actor actor) {
        if (region != null || shares) {
            return Flow.PASS;
        }
        actor.call(new Munmap(task.cpu(), task.mm(), queue.scratch(), pages));
        return Flow.NEXT;
    }
}
