package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Mprotect;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The other way: a region goes back to the kernel, and its contents to ordinary memory in its place, if the process still has it there and
 * no other queue shares it.
 * A range that holds no region is no error, one that cuts a region in two is EINVAL.
 */
final class LeaveRegion extends AccessOperation<LeaveRegion> {
    private static final Program<LeaveRegion> STEPS = Program.<LeaveRegion>of("wd_release_memory")
            .cpu("find region", Cost.INCLUDED, (o, a) -> o.find())
            .cpu("memcpy out of the region", Cost.COPY_PAGE, (o, a) -> o.save(a))
            .calls("munmap", Cost.INCLUDED, o -> o.unmapArea())
            .iommu("iommu_unmap, iommu_iotlb_sync", Cost.IOTLB_INVALIDATION, (o, a) -> o.unmapFromDevice())
            .calls("mmap of ordinary memory", Cost.INCLUDED, o -> o.mapOrdinary())
            .cpu("memcpy back", Cost.INCLUDED, (o, a) -> o.restoreNext(a))
            .returned((o, a) -> o.restored(a))
            .calls("mprotect", Cost.INCLUDED, o -> o.protect())
            .cpu("next region", Cost.INCLUDED, (o, a) -> Flow.RESTART)
            .build();

    private final NosvaDriver driver;
    private final Task task;
    private final NosvaQueue queue;
    private final long start;
    private final long pages;
    private final CpuAccess store;
    private @Nullable KernelRegion region;
    private long[] contents = new long[0];
    private boolean replace;
    private boolean writable;
    private int restored;

    LeaveRegion(NosvaDriver driver, Task task, NosvaQueue queue, long start, long pages) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        store = new CpuAccess(task.cpu());
    }

    private KernelRegion region() {
        return Objects.requireNonNull(region, "no region");
    }

    private int find() {
        if (!task.files().holds(queue.file())) {
            return fail(Errno.EBADF);
        }
        region = null;
        for (KernelRegion known : queue.regions()) {
            if (!known.overlaps(start, pages)) {
                continue;
            }
            if (known.mm() != task.mm() || known.start() < start || known.start() + known.pages() > start + pages) {
                return fail(Errno.EINVAL);
            }
            region = known;
        }
        if (region == null) {
            return Flow.DONE;
        }
        replace = driver.shares(region.memory()) == 1 && inPlace(region);
        restored = 0;
        return Flow.NEXT;
    }

    /** Whether the area is still there as a whole. */
    private boolean inPlace(KernelRegion left) {
        for (long vpn = left.start(); vpn < left.start() + left.pages(); vpn++) {
            Vma vma = task.mm().findVma(vpn);
            if (vma == null || vma.file() != queue.file() || vma.mapping() != left.memory()) {
                return false;
            }
            writable = vma.is(Vma.WRITE);
        }
        return true;
    }

    private int save(Actor actor) {
        contents = new long[replace ? (int) region().pages() : 0];
        if (!replace) {
            return Flow.PASS;
        }
        Arrays.setAll(
                contents,
                i -> driver.kernel().mm().memory().read(region().frames().frame(i)));
        actor.charge(contents.length);
        return Flow.NEXT;
    }

    private @Nullable Munmap unmapArea() {
        if (!replace) {
            return null;
        }
        task.countSyscalls(2);
        return new Munmap(task.cpu(), task.mm(), region().start(), region().pages());
    }

    private int unmapFromDevice() {
        queue.space().unmap(region());
        queue.regions().remove(region());
        return Flow.NEXT;
    }

    /** If it fails the buffer is gone, as it is for a library whose mmap fails here. */
    private @Nullable Mmap mapOrdinary() {
        int flags = Vma.READ | Vma.WRITE;
        return replace ? new Mmap(task.cpu(), task.mm(), region().start(), region().pages(), flags, null, null) : null;
    }

    private int restoreNext(Actor actor) {
        while (restored < contents.length && contents[restored] == 0) {
            restored++;
        }
        if (restored == contents.length) {
            return Flow.PASS;
        }
        long vpn = region().start() + restored;
        actor.call(store.write(task.mm(), vpn, contents[restored++]));
        return Flow.NEXT;
    }

    /** What cannot be stored is lost; the rest is not. */
    private int restored(Actor actor) {
        if (!actor.returned().ok()) {
            answer(actor.returned());
        }
        return Flow.AGAIN;
    }

    private @Nullable Mprotect protect() {
        return replace && !writable
                ? new Mprotect(task.cpu(), task.mm(), region().start(), region().pages(), Vma.READ)
                : null;
    }
}
