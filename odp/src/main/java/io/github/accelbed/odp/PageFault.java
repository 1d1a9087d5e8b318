package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code mlx5_ib_pfault} and {@code pagefault_real_mr} (drivers/infiniband/hw/mlx5/odp.c): the adapter stops the queue pair and raises
 * an event, a worker finds the page and writes the adapter's table, the adapter goes on.
 *
 * <p>One page a fault. Left out: the batch of all pages of a work request, prefetch behind a responder's packet, retransmission (the
 * four figures of the cost table hold a fault without a lost packet). The 5 us of the driver contain the CPU fault of a missing
 * page, which the model adds once more; that is under 1 % of the whole.
 */
final class PageFault extends Operation<PageFault> {
    private static final Program<PageFault> STEPS = Program.<PageFault>of("mlx5_ib_pfault")
            .fault()
            .device("page fault event", Cost.ODP_FAULT_DETECT, (o, a) -> Flow.NEXT)
            .kernel("find_odp_mkey", Cost.INCLUDED, (o, a) -> o.findKey(a))
            .returned((o, a) -> o.found(a))
            .device("mlx5_ib_update_xlt, UMR", Cost.ODP_FAULT_UPDATE, (o, a) -> o.update())
            .kernel("mutex_unlock(umem_mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .kernel("mmput_async", Cost.INCLUDED, (o, a) -> o.putMm(a))
            .device("PAGE_FAULT_RESUME", Cost.ODP_FAULT_RESUME, (o, a) -> Flow.DONE)
            .build();

    private final Cpu cpu;
    private final KeyTranslator keys;
    private final MapDmaAndLock mapDmaAndLock;
    private final ImplicitGetChild getChild = new ImplicitGetChild();
    private long vpn;
    private @Nullable OdpMemoryRegion region;
    private @Nullable ImplicitRegion parent;
    private boolean asking;
    private Errno cause = Errno.OK;

    PageFault(Cpu cpu, KeyTranslator keys, RdmaRules rules) {
        super(STEPS);
        this.cpu = cpu;
        this.keys = keys;
        mapDmaAndLock = new MapDmaAndLock(cpu, rules);
    }

    PageFault at(long page) {
        vpn = page;
        return this;
    }

    /** Why the last fault failed, for the kernel's log; the adapter is only told that it did. */
    Errno cause() {
        return cause;
    }

    /** Passes of the last fault's loop: 1 without a collision. */
    long passes() {
        return mapDmaAndLock.passes();
    }

    /** Whether a fault that runs now holds the region's key. */
    boolean uses(OdpMemoryRegion key) {
        return running() && (region == key || (asking && getChild.took(key)));
    }

    /** Whether a fault that runs now holds an implicit region's key. */
    boolean uses(ImplicitRegion key) {
        return running() && parent == key;
    }

    @Override
    protected void begin() {
        region = null;
        parent = null;
        asking = false;
        cause = Errno.OK;
    }

    private int findKey(Actor actor) {
        MemoryRegion found = keys.region(vpn);
        if (found instanceof ImplicitRegion implicit) {
            parent = implicit;
            implicit.getUser();
            asking = true;
            actor.call(getChild.of(implicit, vpn));
        } else if (found instanceof OdpMemoryRegion odp) {
            odp.getUser();
            map(odp, actor);
        } else {
            // Deregistered between the access and the event.
            error(Errno.EFAULT);
        }
        return Flow.NEXT;
    }

    private int found(Actor actor) {
        boolean asked = asking;
        asking = false;
        if (!actor.returned().ok()) {
            error(actor.returned());
        } else if (asked) {
            map(getChild.child(), actor);
        }
        return Flow.NEXT;
    }

    private void map(OdpMemoryRegion used, Actor actor) {
        region = used;
        actor.call(mapDmaAndLock.fault(used, vpn));
    }

    /** A completion with an error, whatever the reason. */
    private void error(Errno why) {
        cause = why;
        answer(Errno.EFAULT);
    }

    private int update() {
        if (!result().ok()) {
            return Flow.PASS;
        }
        mapDmaAndLock.enterAll();
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        if (!result().ok()) {
            return Flow.PASS;
        }
        used().umemMutex().unlock(actor);
        return Flow.NEXT;
    }

    private OdpMemoryRegion used() {
        if (region == null) {
            throw new IllegalStateException("nothing was mapped");
        }
        return region;
    }

    private int putMm(Actor actor) {
        if (parent == null && region == null) {
            return Flow.PASS;
        }
        if (parent != null) {
            parent.putUser();
            parent = null;
        }
        if (region != null) {
            OdpMemoryRegion used = region;
            region = null;
            used.putUser();
            if (mapDmaAndLock.putMm()) {
                actor.call(new ExitMmap(cpu, used.mm()));
            }
        }
        return Flow.NEXT;
    }
}
