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

    /** {@code mlx5_ib_rereg_user_mr} up to 5.10: the pages are given back and others pinned with the new rights. */
    private static final Program<RegUserMr> AGAIN = Program.<RegUserMr>of("mlx5_ib_rereg_user_mr")
            .cpu("ib_uverbs_rereg_mr", Cost.SYSCALL, (o, a) -> o.checkAgain())
            .undo("uobj_put_write, fput", Cost.INCLUDED, (o, a) -> o.putHandle(a))
            .cpu("__ib_umem_release", Cost.UNPIN_PER_PAGE, (o, a) -> o.releaseUmem(a))
            .undo("clean_mr", Cost.INCLUDED, (o, a) -> o.lose())
            .cpu("atomic64_add_return(pinned_vm)", Cost.INCLUDED, (o, a) -> o.charge())
            .undo("__ib_umem_release", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .undo("atomic64_sub(pinned_vm)", Cost.INCLUDED, (o, a) -> o.uncharge())
            .cpu("pin_user_pages", Cost.INCLUDED, (o, a) -> o.pin(a))
            .returned((o, a) -> o.pinned(a))
            .device("mlx5_ib_update_xlt, UMR", Cost.MR_REGISTER_PINNED, (o, a) -> o.renew(a))
            .build();

    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final boolean writable;
    private final PinnedMemoryRegion region;
    private final int flags;

    RegUserMr(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS, task, queue.context());
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.writable = writable;
        region = new PinnedMemoryRegion(queue, task, start, pages, writable);
        flags = flags();
    }

    private RegUserMr(Task task, QueuePair queue, PinnedMemoryRegion region, boolean writable) {
        super(AGAIN, task, queue.context());
        this.queue = queue;
        this.writable = writable;
        this.region = region;
        start = region.start();
        pages = region.end() - start;
        flags = flags();
    }

    /** With other rights, up to 5.10. */
    static RegUserMr again(Task task, QueuePair queue, PinnedMemoryRegion region, boolean writable) {
        return new RegUserMr(task, queue, region, writable);
    }

    private int flags() {
        return GetUserPages.FOLL_PIN
                | GetUserPages.FOLL_LONGTERM
                | queue.context().rules().pinnedRegionFlags(writable);
    }

    private int checkAgain() {
        Errno refused = refusedAtEntry();
        if (refused.ok() && !context().handles().remove(region)) {
            refused = Errno.EBUSY;
        }
        if (!refused.ok()) {
            return fail(refused);
        }
        enter();
        return Flow.NEXT;
    }

    private int putHandle(Actor actor) {
        context().handles().add(region);
        leave(actor);
        return Flow.NEXT;
    }

    private int releaseUmem(Actor actor) {
        actor.charge(region.pins().size());
        region.replaceUmem(task(), writable);
        return Flow.NEXT;
    }

    private int lose() {
        region.lose();
        return Flow.NEXT;
    }

    private int renew(Actor actor) {
        region.setWritable(writable);
        return putHandle(actor);
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
        if (!context().hasProtectionDomain()) {
            return context().rules().withoutProtectionDomain();
        }
        if (start < 0 || start + pages < start) {
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
        if (context().umrQueue().broken()) {
            return fail(Errno.EFAULT);
        }
        context().regions().add(region);
        context().handles().add(region);
        context().keys().add(new KeyTable.Key(start, region.end(), region, queue));
        leave(actor);
        return Flow.DONE;
    }
}
