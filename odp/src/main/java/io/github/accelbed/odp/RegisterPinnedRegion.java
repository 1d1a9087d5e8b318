package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.GetUserPagesFast;
import io.github.accelbed.model.mm.GupCall;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code ibv_reg_mr} of an ordinary region: {@code ib_umem_get} (drivers/infiniband/core/umem.c) charges the whole range, pins it in batches
 * of one page of page pointers, and the adapter gets a table of what was found.
 */
final class RegisterPinnedRegion extends AccessOperation<RegisterPinnedRegion> {
    /** Page pointers that fit a page. */
    static final int BATCH_PAGES = 512;

    /** UINT_MAX, the most pages of one region. */
    static final long MAX_PAGES = 0xffff_ffffL;

    private static final Program<RegisterPinnedRegion> STEPS = Program.<RegisterPinnedRegion>of("ibv_reg_mr")
            .cpu("ibv_dontfork_range", Cost.INCLUDED, (o, a) -> o.forbidFork(a))
            .cpu("ib_umem_get", Cost.SYSCALL, (o, a) -> o.check(a))
            .cpu("atomic64_add_return(pinned_vm)", Cost.INCLUDED, (o, a) -> o.charge(a))
            .cpu("pin_user_pages", Cost.INCLUDED, (o, a) -> o.pin(a))
            .device("create_mkey", Cost.MR_REGISTER_PINNED, (o, a) -> o.enter(a))
            .cpu("return the key", Cost.INCLUDED, (o, a) -> o.publish(a))
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final PinnedMemoryRegion region;
    private final int flags;
    private final ForkSupport support;
    private @Nullable ForkRange dontFork;
    private @Nullable GupCall batch;

    RegisterPinnedRegion(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        region = new PinnedMemoryRegion(queue, task, start, pages, writable);
        support = queue.context().access().forkSupport(task);
        flags = GetUserPages.FOLL_PIN
                | GetUserPages.FOLL_LONGTERM
                | queue.context().rules().pinnedRegionFlags(writable);
    }

    private int forbidFork(Actor actor) {
        support.use();
        if (support.enabled() && !queue.context().rules().tellsCopyOnFork()) {
            dontFork = new ForkRange(task, support, Madvise.Advice.DONTFORK, start, pages);
            actor.call(dontFork);
        }
        return Flow.NEXT;
    }

    private int check(Actor actor) {
        if (dontFork != null && !dontFork.result().ok()) {
            actor.charge(0);
            return fail(actor, dontFork.result());
        }
        task.countSyscalls(1);
        Errno refused = refusal();
        if (refused.ok() && slabFails()) {
            // ib_umem
            refused = Errno.ENOMEM;
        }
        return refused.ok() ? Flow.NEXT : fail(actor, refused);
    }

    private boolean slabFails() {
        return queue.context().access().kernel().fails(Allocation.SLAB);
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        if (dontFork != null) {
            actor.call(new ForkRange(task, support, Madvise.Advice.DOFORK, start, pages));
        }
        return Flow.DONE;
    }

    private Errno refusal() {
        UverbsContext context = queue.context();
        if (!task.files().holds(queue.file())) {
            return Errno.EBADF;
        }
        if (context.disassociated()) {
            return Errno.EIO;
        }
        if (!context.hasProtectionDomain() || start < 0 || start + pages < start) {
            return Errno.EINVAL;
        }
        if (task.memlockPages() == 0) {
            // can_do_mlock
            return Errno.EPERM;
        }
        return pages < 1 || pages > MAX_PAGES ? Errno.EINVAL : Errno.OK;
    }

    private int charge(Actor actor) {
        return region.charge(task.memlockPages()) ? Flow.NEXT : fail(actor, Errno.ENOMEM);
    }

    private int pin(Actor actor) {
        if (batch != null && !batch.result().ok()) {
            return giveUp(actor, batch.result());
        }
        long at = start + region.pins().size();
        if (at == region.end()) {
            // The scatter list; its failure unpins what is pinned, as a failed pin does.
            return slabFails() ? giveUp(actor, Errno.ENOMEM) : Flow.NEXT;
        }
        int count = (int) Math.min(BATCH_PAGES, region.end() - at);
        if (queue.context().rules().pinsFast()) {
            actor.call(begun(new GetUserPagesFast(task.cpu(), task.mm(), at, count, flags, region.pins())));
        } else {
            actor.call(begun(new GetUserPages(task.cpu(), task.mm(), at, count, flags, region.pins())));
        }
        return Flow.AGAIN;
    }

    private <O extends Operation<O> & GupCall> O begun(O call) {
        batch = call;
        return call;
    }

    private int giveUp(Actor actor, Errno why) {
        int flow = fail(actor, why);
        actor.call(new DestroyPinnedRegion(region, false));
        return flow;
    }

    private int enter(Actor actor) {
        if (queue.context().disassociated()) {
            // The device went away in between.
            actor.charge(0);
            answer(Errno.EIO);
        } else if (slabFails()) {
            actor.charge(0);
            answer(Errno.ENOMEM);
        } else {
            queue.context().regions().add(region);
        }
        return Flow.NEXT;
    }

    private int publish(Actor actor) {
        if (!result().ok()) {
            return giveUp(actor, result());
        }
        if (queue.context().regions().contains(region)) {
            queue.context().keys().add(new KeyTable.Key(start, region.end(), region, queue));
        } else {
            answer(Errno.EIO);
        }
        return Flow.DONE;
    }

    @Override
    protected void abandoned() {
        if (!queue.context().regions().contains(region)) {
            region.pins().release();
            region.uncharge();
        }
    }
}
