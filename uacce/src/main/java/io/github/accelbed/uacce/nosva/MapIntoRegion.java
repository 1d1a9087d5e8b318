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
            .cpu("mmap", Cost.INCLUDED, (o, a) -> o.mapArea(a))
            .cpu("alloc_pages, remap_pfn_range", Cost.INCLUDED, (o, a) -> o.allocate(a))
            .cpu("memcpy into the region", Cost.COPY_PAGE, (o, a) -> o.copyNext(a))
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.mapToDevice(a))
            .cpu("munmap of the buffer", Cost.INCLUDED, (o, a) -> o.unmapBuffer(a))
            .cpu("mremap into its place", Cost.INCLUDED, (o, a) -> o.move(a))
            .cpu("munmap after failure", Cost.INCLUDED, (o, a) -> o.undo(a))
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
    private @Nullable Mmap mmap;
    private @Nullable GetUserPages allocation;
    private @Nullable KernelRegion region;
    private int copied;
    private boolean loaded;
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
        answer(mayMap());
        if (!result().ok()) {
            return Flow.DONE;
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

    private int mapArea(Actor actor) {
        if (shares) {
            return Flow.NEXT;
        }
        int flags = rights | Vma.SHARED | Vma.DONTCOPY;
        mmap = new Mmap(task.cpu(), task.mm(), queue.scratch(), pages, flags, memory, queue.file());
        actor.call(mmap);
        return Flow.NEXT;
    }

    private int allocate(Actor actor) {
        if (mmap != null && !mmap.result().ok()) {
            answer(mmap.result());
            return Flow.NEXT;
        }
        long at = shares ? start : queue.scratch();
        allocation = new GetUserPages(task.cpu(), task.mm(), at, (int) pages, 0, frames);
        actor.call(allocation);
        return Flow.NEXT;
    }

    private int copyNext(Actor actor) {
        actor.charge(0);
        if (allocation != null && !allocation.result().ok()) {
            answer(allocation.result());
        }
        if (loaded) {
            loaded = false;
            if (load.result().ok()) {
                driver.kernel().mm().memory().write(frames.frame(copied++), load.value());
                actor.charge(1);
            } else {
                answer(load.result() == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
            }
        }
        if (!result().ok() || shares || copied == pages) {
            return Flow.NEXT;
        }
        loaded = true;
        actor.call(load.read(task.mm(), start + copied));
        return Flow.AGAIN;
    }

    private int mapToDevice(Actor actor) {
        actor.charge(0);
        if (!result().ok()) {
            return Flow.NEXT;
        }
        answer(driver.addressing().mayMap(queue.space(), start, pages));
        if (result().ok() && queue.hardware().started()) {
            task.countSyscalls(driver.addressing().asksForAddress() ? 1 : 0);
            long device = driver.addressing().deviceAddress(queue.space(), start, pages);
            KernelRegion made = new KernelRegion(task.mm(), start, pages, device, write, memory, frames);
            if (driver.kernel().fails(Allocation.SLAB) || !queue.space().map(made)) {
                answer(Errno.ENOMEM);
                return Flow.NEXT;
            }
            share(made);
            actor.charge((int) pages);
        } else if (result().ok()) {
            answer(Errno.EINVAL);
        }
        return Flow.NEXT;
    }

    private int unmapBuffer(Actor actor) {
        if (result().ok() && shares) {
            return Flow.DONE;
        }
        if (result().ok()) {
            task.countSyscalls(2);
            actor.call(new Munmap(task.cpu(), task.mm(), start, pages));
        }
        return Flow.NEXT;
    }

    private int move(Actor actor) {
        if (!result().ok()) {
            return Flow.NEXT;
        }
        actor.call(new Mremap(task.cpu(), task.mm(), queue.scratch(), pages, start));
        return Flow.DONE;
    }

    private int undo(Actor actor) {
        frames.release();
        if (mmap != null && mmap.result().ok()) {
            actor.call(new Munmap(task.cpu(), task.mm(), queue.scratch(), pages));
        }
        return Flow.DONE;
    }

    /** A region that the device has already is the queue's; what it does not have yet is nobody's. */
    @Override
    protected void abandoned() {
        if (region == null) {
            frames.release();
        }
    }
}
