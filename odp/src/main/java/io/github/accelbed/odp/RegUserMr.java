package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.GetUserPagesFast;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_reg_user_mr} of an ordinary region: {@code ib_umem_get} (drivers/infiniband/core/umem.c) charges the whole range, pins it in batches
 * of one page of page pointers, and the adapter gets a table of what was found.
 */
final class RegUserMr extends UverbsCommand<RegUserMr> {
    /** Page pointers that fit a page. */
    static final int BATCH_PAGES = 512;

    /** UINT_MAX, the most pages of one region. */
    static final long MAX_PAGES = 0xffff_ffffL;

    private static final Program<RegUserMr> STEPS = Program.<RegUserMr>of("mlx5_ib_reg_user_mr")
            .cpu("ib_umem_get", Cost.SYSCALL, (o, a) -> o.check())
            .undo("fput", Cost.INCLUDED, (o, a) -> o.leaveFailed(a))
            .cpu("atomic64_add_return(pinned_vm)", Cost.INCLUDED, (o, a) -> o.charge())
            .undo("__ib_umem_release", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .undo("atomic64_sub(pinned_vm)", Cost.INCLUDED, (o, a) -> o.uncharge())
            .cpu("pin_user_pages", Cost.INCLUDED, (o, a) -> o.pin(a))
            .returned((o, a) -> o.pinned(a))
            .device("create_mkey", Cost.MR_REGISTER_PINNED, (o, a) -> o.create(a))
            .build();

    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final PinnedMemoryRegion region;
    private final int flags;

    RegUserMr(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS, task, queue.context());
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        region = new PinnedMemoryRegion(queue, task, start, pages, writable);
        flags = GetUserPages.FOLL_PIN
                | GetUserPages.FOLL_LONGTERM
                | queue.context().rules().pinnedRegionFlags(writable);
    }

    private int check() {
        Errno refused = refusal();
        if (refused.ok() && slabFails()) {
            // ib_umem
            refused = Errno.ENOMEM;
        }
        if (!refused.ok()) {
            return fail(refused);
        }
        enter();
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
        if (!context().hasProtectionDomain() || start < 0 || start + pages < start) {
            return Errno.EINVAL;
        }
        if (task().memlockPages() == 0) {
            // can_do_mlock
            return Errno.EPERM;
        }
        return pages < 1 || pages > MAX_PAGES ? Errno.EINVAL : Errno.OK;
    }

    private int charge() {
        return region.charge(task().memlockPages()) ? Flow.NEXT : fail(Errno.ENOMEM);
    }

    private int unpin(Actor actor) {
        if (region.pins().size() == 0) {
            return Flow.PASS;
        }
        actor.charge(region.pins().size());
        region.pins().release();
        return Flow.NEXT;
    }

    private int uncharge() {
        region.uncharge();
        return Flow.NEXT;
    }

    private int pin(Actor actor) {
        long at = start + region.pins().size();
        int count = (int) Math.min(BATCH_PAGES, region.end() - at);
        actor.call(
                context().rules().pinsFast()
                        ? new GetUserPagesFast(task().cpu(), task().mm(), at, count, flags, region.pins())
                        : new GetUserPages(task().cpu(), task().mm(), at, count, flags, region.pins()));
        return Flow.NEXT;
    }

    private int pinned(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        if (region.pins().size() < pages) {
            return pin(actor);
        }
        // The scatter list.
        return slabFails() ? fail(Errno.ENOMEM) : Flow.NEXT;
    }

    private int create(Actor actor) {
        if (slabFails()) {
            actor.charge(0);
            return fail(Errno.ENOMEM);
        }
        context().regions().add(region);
        context().handles().add(region);
        context().keys().add(new KeyTable.Key(start, region.end(), region, queue));
        leave(actor);
        return Flow.DONE;
    }
}
