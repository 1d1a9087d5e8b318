package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code implicit_get_child_mr} (drivers/infiniband/hw/mlx5/odp.c): the child of the block that a fault lies in, made if its slot is null. The
 * worker destroys children that are out of their slots at the latest now.
 *
 * <p>A new child and the slot that points to it take two writes of the adapter's table, priced as one update (UNVERIFIED: no figure was
 * found). Whether the fault waits for a running removal is left out: the kernel's worker does it beside.
 */
final class ImplicitGetChild extends Operation<ImplicitGetChild> {
    private static final Program<ImplicitGetChild> STEPS = Program.<ImplicitGetChild>of("implicit_get_child_mr")
            .kernel("free_implicit_child_mr_work", Cost.INCLUDED, (o, a) -> o.reap(a))
            .returned((o, a) -> o.reap(a) == Flow.PASS ? Flow.NEXT : Flow.AGAIN)
            .kernel("ib_umem_odp_alloc_child", Cost.INCLUDED, (o, a) -> o.alloc(a))
            .waits()
            .device("mlx5r_umr_update_xlt, KSM slot", Cost.ODP_FAULT_UPDATE, (o, a) -> Flow.DONE)
            .build();

    private @Nullable ImplicitRegion parent;
    private @Nullable OdpMemoryRegion child;
    private long vpn;

    ImplicitGetChild() {
        super(STEPS);
    }

    /** The child for a page; the caller must put it. */
    ImplicitGetChild of(ImplicitRegion region, long page) {
        parent = region;
        vpn = page;
        return this;
    }

    /** The child, with a reference; only after OK. */
    OdpMemoryRegion child() {
        if (child == null) {
            throw new IllegalStateException("no child");
        }
        return child;
    }

    /** Whether it has taken a reference of this child. */
    boolean took(MemoryRegion region) {
        return child == region;
    }

    private ImplicitRegion parent() {
        if (parent == null) {
            throw new IllegalStateException("not prepared");
        }
        return parent;
    }

    @Override
    protected void begin() {
        child = null;
    }

    private int reap(Actor actor) {
        if (!parent().retired().isEmpty() && !parent().mm().notifiers().invalidatingIntervals()) {
            actor.call(parent().retired().get(0).destroy());
            return Flow.NEXT;
        }
        return Flow.PASS;
    }

    private int alloc(Actor actor) {
        ImplicitRegion region = parent();
        OdpMemoryRegion found = region.child(vpn);
        if (found != null) {
            return take(found);
        }
        if (vpn < 0 || vpn >= region.end() || !region.mm().alive()) {
            return fail(Errno.EFAULT);
        }
        if (region.context().access().kernel().fails(Allocation.SLAB)) {
            return fail(Errno.ENOMEM);
        }
        if (region.context().umrQueue().broken()) {
            return fail(Errno.EFAULT);
        }
        OdpMemoryRegion made = OdpMemoryRegion.childOf(region, vpn);
        if (made.lacksNotifier()) {
            return fail(Errno.ENOMEM);
        }
        if (!made.insert(actor)) {
            return Flow.BLOCKED;
        }
        region.add(made);
        take(made);
        return Flow.NEXT;
    }

    private int take(OdpMemoryRegion of) {
        of.getUser();
        child = of;
        return Flow.DONE;
    }
}
