package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_reg_mr(IBV_ACCESS_ON_DEMAND)}: {@code ib_umem_odp_get} and {@code mlx5_ib_init_odp_mr}. Nothing is pinned, charged or faulted
 * in, and a range without an area is welcome; the pages that the CPU maps already are entered, writable only where the CPU's entry
 * is.
 *
 * <p>The key becomes usable when the call returns, since nobody knows it earlier; the kernel stores it before the snapshot.
 */
final class RegisterOdpRegion extends AccessOperation<RegisterOdpRegion> {
    /**
     * The page list is allocated at once, 8 bytes a page, and kvmalloc refuses more than INT_MAX bytes (UNVERIFIED for the older
     * kernels).
     */
    static final long MAX_PAGES = Integer.MAX_VALUE / 8;

    private static final Program<RegisterOdpRegion> STEPS = Program.<RegisterOdpRegion>of("ibv_reg_mr")
            .cpu("ib_umem_odp_get", Cost.SYSCALL, (o, a) -> o.check())
            .cpu("mmu_interval_notifier_insert", Cost.INCLUDED, (o, a) -> o.insert(a))
            .cpu("mlx5_ib_init_odp_mr", Cost.INCLUDED, (o, a) -> o.snapshot(a))
            .device("create_mkey, UMR", Cost.ODP_REGISTER, (o, a) -> o.enter(a))
            .cpu("mmput, return the key", Cost.INCLUDED, (o, a) -> o.publish(a))
            .build();

    private final Task task;
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
        super(STEPS);
        this.hugetlb = hugetlb;
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.writable = writable;
        mapDmaAndLock = new MapDmaAndLock(task.cpu(), queue.context().rules());
    }

    private OdpMemoryRegion region() {
        if (region == null) {
            throw new IllegalStateException("not checked");
        }
        return region;
    }

    private int check() {
        task.countSyscalls(1);
        Errno refused = refusal();
        boolean withoutUmem = refused.ok() && slabFails();
        boolean withoutPageList = refused.ok() && !withoutUmem && slabFails();
        if (!refused.ok() || withoutUmem || withoutPageList) {
            answer(refused.ok() ? Errno.ENOMEM : refused);
            return Flow.DONE;
        }
        region = new OdpMemoryRegion(queue, task.mm(), start, pages, writable);
        region.setHugetlb(hugetlb);
        return Flow.NEXT;
    }

    private boolean slabFails() {
        return queue.context().access().kernel().fails(Allocation.SLAB);
    }

    private Errno refusal() {
        UverbsContext context = queue.context();
        if (!task.files().holds(queue.file())) {
            return Errno.EBADF;
        }
        if (context.disassociated()) {
            return Errno.EIO;
        }
        if (!context.hasProtectionDomain() || pages < 1) {
            return Errno.EINVAL;
        }
        if (task != context.opener() && !context.rules().childMayRegister()) {
            return Errno.EINVAL;
        }
        if (start < 0 || start > PageTable.PAGES - pages) {
            return context.rules().rangeOverflow();
        }
        return pages > MAX_PAGES ? Errno.ENOMEM : Errno.OK;
    }

    private int insert(Actor actor) {
        if (queue.context().disassociated()) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        if (region().lacksNotifier()) {
            answer(queue.context().rules().notifierRefused());
            return Flow.DONE;
        }
        if (!region().insert(actor)) {
            return Flow.BLOCKED;
        }
        queue.context().regions().add(region());
        return Flow.NEXT;
    }

    private int snapshot(Actor actor) {
        if (slabFails()) {
            // The mkey; ib_umem_odp_release takes the notifier back.
            answer(Errno.ENOMEM);
            actor.call(region().destroy());
            return Flow.DONE;
        }
        if (queue.context().rules().entersPresentPagesAtRegistration()) {
            actor.call(mapDmaAndLock.snapshot(region()));
        }
        return Flow.NEXT;
    }

    private int enter(Actor actor) {
        if (queue.context().rules().entersPresentPagesAtRegistration()) {
            mapDmaAndLock.enterAll();
            region().umemMutex().unlock(actor);
        }
        return Flow.NEXT;
    }

    private int publish(Actor actor) {
        if (queue.context().regions().contains(region())) {
            queue.context().keys().add(new KeyTable.Key(start, start + pages, region(), queue));
        } else {
            // The device went away in between, and the region with it.
            answer(Errno.EIO);
        }
        if (mapDmaAndLock.putMm()) {
            actor.call(new ExitMmap(task.cpu(), region().mm()));
        }
        return Flow.DONE;
    }

    /** The kernel cannot be stopped in here; a later step of it must at least find no lock taken and no user more. */
    @Override
    protected void abandoned() {
        Actor actor = task.cpu().actor();
        if (region != null && !region.umemMutex().free() && !region.umemMutex().heldByOther(actor)) {
            region.umemMutex().unlock(actor);
        }
        // The caller that was killed is itself a user, so this is not the last one.
        mapDmaAndLock.putMm();
    }
}
