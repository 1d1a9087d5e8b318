package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
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
 * {@code ibv_reg_mr(IBV_ACCESS_ON_DEMAND)}: {@code ib_umem_odp_get} and {@code mlx5_ib_init_odp_mr}. Nothing is pinned, charged or faulted
 * in, and a range without an area is welcome; the pages that the CPU maps already are entered, writable only where the CPU's entry
 * is.
 *
 * <p>The key becomes usable when the call returns, since nobody knows it earlier; the kernel stores it before the snapshot.
 */
final class RegisterOdpRegion extends UverbsCommand<RegisterOdpRegion> {
    /**
     * The page list is allocated at once, 8 bytes a page, and kvmalloc refuses more than INT_MAX bytes (UNVERIFIED for the older
     * kernels).
     */
    static final long MAX_PAGES = Integer.MAX_VALUE / 8;

    private static final Program<RegisterOdpRegion> STEPS = Program.<RegisterOdpRegion>of("ibv_reg_mr")
            .cpu("ib_umem_odp_get", Cost.SYSCALL, (o, a) -> o.check())
            .undo("fput", Cost.INCLUDED, (o, a) -> o.leaveFailed(a))
            .cpu("mmu_interval_notifier_insert", Cost.INCLUDED, (o, a) -> o.insert(a))
            .waits()
            .undo("ib_umem_odp_release", Cost.INCLUDED, (o, a) -> o.release(a))
            .cpu("mlx5_ib_init_odp_mr", Cost.INCLUDED, (o, a) -> o.snapshot(a))
            .returned((o, a) -> a.returned().ok() ? Flow.NEXT : o.fail(a.returned()))
            .device("create_mkey, UMR", Cost.ODP_REGISTER, (o, a) -> o.enterPages(a))
            .cpu("return the key", Cost.INCLUDED, (o, a) -> o.publish(a))
            .build();

    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final boolean writable;
    private final boolean hugetlb;
    private final MapDmaAndLock mapDmaAndLock;
    private @Nullable OdpMemoryRegion region;

    RegisterOdpRegion(Task task, QueuePair queue, long start, long pages, boolean writable) {
        this(task, queue, start, pages, writable, false);
    }

    /** A region that may insist on huge pages. */
    RegisterOdpRegion(Task task, QueuePair queue, long start, long pages, boolean writable, boolean hugetlb) {
        super(STEPS, task, queue.context());
        this.hugetlb = hugetlb;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.writable = writable;
        mapDmaAndLock = new MapDmaAndLock(task.cpu(), queue.context().rules());
    }

    private OdpMemoryRegion region() {
        return Objects.requireNonNull(region, "not checked");
    }

    private int check() {
        Errno refused = refusal();
        boolean withoutUmem = refused.ok() && slabFails();
        boolean withoutPageList = refused.ok() && !withoutUmem && slabFails();
        if (!refused.ok() || withoutUmem || withoutPageList) {
            return fail(refused.ok() ? Errno.ENOMEM : refused);
        }
        enter();
        region = new OdpMemoryRegion(queue, task().mm(), start, pages, writable);
        region.setHugetlb(hugetlb);
        return Flow.NEXT;
    }

    private boolean slabFails() {
        return context().access().kernel().fails(Allocation.SLAB);
    }

    private Errno refusal() {
        Errno refused = refusedAtEntry();
        if (!refused.ok()) {
            return refused;
        }
        Errno onDemand = context().access().onDemand(context().device());
        if (!onDemand.ok()) {
            return onDemand;
        }
        if (!context().hasProtectionDomain()) {
            return context().rules().withoutProtectionDomain();
        }
        if (pages < 1) {
            return Errno.EINVAL;
        }
        if (start < 0 || start > PageTable.PAGES - pages) {
            return context().rules().rangeOverflow();
        }
        return pages > MAX_PAGES ? Errno.ENOMEM : Errno.OK;
    }

    private int insert(Actor actor) {
        if (region().lacksNotifier()) {
            return fail(Errno.ENOMEM);
        }
        if (!region().insert(actor)) {
            return Flow.BLOCKED;
        }
        context().regions().add(region());
        return Flow.NEXT;
    }

    private int release(Actor actor) {
        actor.call(region().destroy());
        return Flow.NEXT;
    }

    private int snapshot(Actor actor) {
        if (slabFails()) {
            // The mkey.
            return fail(Errno.ENOMEM);
        }
        if (context().rules().entersPresentPagesAtRegistration()) {
            actor.call(mapDmaAndLock.snapshot(region()));
        }
        return Flow.NEXT;
    }

    private int enterPages(Actor actor) {
        if (context().rules().entersPresentPagesAtRegistration()) {
            if (!context().umrQueue().broken()) {
                mapDmaAndLock.enterAll();
            }
            region().umemMutex().unlock(actor);
        }
        if (context().umrQueue().broken()) {
            return fail(Errno.EFAULT);
        }
        return Flow.NEXT;
    }

    private int publish(Actor actor) {
        context().handles().add(region());
        context().keys().add(new KeyTable.Key(start, start + pages, region(), queue));
        leave(actor);
        mapDmaAndLock.endMm(actor);
        return Flow.DONE;
    }
}
