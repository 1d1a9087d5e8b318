package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_IOAS_MAP}: memory of the caller at an address that the caller chooses ({@code IOMMU_IOAS_MAP_FIXED_IOVA}) or the kernel. It is
 * pinned now if a domain shows the IOAS, else only noted. The checks in execution order: EINVAL for nothing, EOVERFLOW for a range that
 * wraps, ENOENT for an unknown id, EINVAL for a reserved place, EEXIST for one that is taken, ENOSPC if the kernel finds none; then EFAULT
 * or ENOMEM of pinning.
 */
final class IoasMap extends AccessOperation<IoasMap> {
    /** Let the kernel choose. */
    static final long ANYWHERE = -1;

    /** Pages of the 64-bit address space. */
    static final long ADDRESS_PAGES = 1L << 52;

    private static final Program<IoasMap> STEPS = Program.<IoasMap>of("IOMMU_IOAS_MAP")
            .cpu("iommufd_ioas_map", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("iopt_alloc_area_pages", Cost.INCLUDED, (o, a) -> o.place(a))
            .waits()
            .undo("iopt_area_unfill_domain", Cost.INCLUDED, (o, a) -> o.fillings.emptyLast(a))
            .returned((o, a) -> o.fillings.emptyLast(a))
            .undo("iopt_abort_area", Cost.INCLUDED, (o, a) -> o.abort())
            .cpu("iopt_fill_domains_pages", Cost.INCLUDED, (o, a) -> o.fill(a))
            .returned((o, a) -> o.filled(a))
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final IommufdContext context;
    private final int id;
    private final long iova;
    private final long vaddr;
    private final long pages;
    private final boolean write;
    private final Fillings fillings;
    private @Nullable Ioas ioas;
    private @Nullable IoptArea area;

    /**
     * A call.
     *
     * @param task who calls and whose memory it is
     * @param id which IOAS
     * @param iova first page there, or {@link #ANYWHERE}
     * @param vaddr first page of the memory
     * @param write whether devices may write
     */
    IoasMap(
            IommufdDriver driver,
            Task task,
            IommufdContext context,
            int id,
            long iova,
            long vaddr,
            long pages,
            boolean write) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.context = context;
        this.id = id;
        this.iova = iova;
        this.vaddr = vaddr;
        this.pages = pages;
        this.write = write;
        fillings = new Fillings(driver, task.cpu());
    }

    /** First page of the place, ANYWHERE unless the answer is OK. */
    long iova() {
        return area == null ? ANYWHERE : area.start();
    }

    private int enter() {
        task.countSyscalls(1);
        ioas = context.find(id) instanceof Ioas found ? found : null;
        if (!task.files().holds(context.file())) {
            return fail(Errno.EBADF);
        }
        if (pages < 1) {
            return fail(Errno.EINVAL);
        }
        if (iova > ADDRESS_PAGES - pages || vaddr > ADDRESS_PAGES - pages) {
            return fail(Errno.EOVERFLOW);
        }
        return ioas == null ? fail(Errno.ENOENT) : Flow.NEXT;
    }

    private Ioas ioas() {
        return Objects.requireNonNull(ioas, "not entered");
    }

    private int place(Actor actor) {
        if (!ioas().lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        long at = iova == ANYWHERE ? ioas().place(pages) : iova;
        Errno why = at < 0 ? Errno.ENOSPC : check(at);
        if (!why.ok()) {
            return fail(why);
        }
        boolean withoutPages = driver.kernel().fails(Allocation.SLAB);
        boolean withoutArea = !withoutPages && driver.kernel().fails(Allocation.SLAB);
        if (withoutPages || withoutArea) {
            return fail(Errno.ENOMEM);
        }
        IoptArea made = new IoptArea(at, (int) pages, 0, new IoptPages(task, vaddr, (int) pages, write));
        ioas().link(made);
        ioas().domains().forEach(hwpt -> fillings.add(made, hwpt));
        area = made;
        return Flow.NEXT;
    }

    private Errno check(long at) {
        if (ioas().isReserved(at, at + pages) || at + pages > PageTable.PAGES) {
            return Errno.EINVAL;
        }
        return ioas().find(at, at + pages) == null ? Errno.OK : Errno.EEXIST;
    }

    private int fill(Actor actor) {
        if (fillings.fillNext(actor)) {
            return Flow.NEXT;
        }
        ioas().lock().unlock(actor);
        return Flow.DONE;
    }

    private int filled(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        fillings.filledOne();
        return fill(actor);
    }

    private int abort() {
        if (area != null) {
            ioas().unlink(area);
        }
        area = null;
        return Flow.NEXT;
    }
}
