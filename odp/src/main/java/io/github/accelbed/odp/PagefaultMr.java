package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code pagefault_mr} (drivers/infiniband/hw/mlx5/odp.c): finds the pages of a range and writes them to the adapter's table, for a page fault of the
 * adapter or for a prefetch. It is one range, whatever its length: {@code pagefault_real_mr} asks for all pages at once and updates the table once. Of
 * an implicit region it goes child by child ({@code pagefault_implicit_mr}). It holds the key from its first step to its last, so deregistration waits for it.
 *
 * <p>Beyond the range nothing is brought: what a fault of an implicit region makes for the block of {@value ImplicitRegion#BLOCK_PAGES} pages is an empty child.
 */
final class PagefaultMr extends Operation<PagefaultMr> {
    private static final Program<PagefaultMr> STEPS = Program.<PagefaultMr>of("pagefault_mr")
            .kernel("find_odp_mkey", Cost.INCLUDED, (o, a) -> o.find(a))
            .returned((o, a) -> o.found(a))
            .device("mlx5_ib_update_xlt, UMR", Cost.ODP_FAULT_UPDATE, (o, a) -> o.update(a))
            .device("driver and UMR, further pages", Cost.ODP_FAULT_PER_EXTRA_PAGE, (o, a) -> o.more(a))
            .kernel("mutex_unlock(umem_mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .kernel("mlx5r_deref_odp_mkey", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private static final int FAULT = -1;

    private final MapDmaAndLock mapDmaAndLock;
    private final ImplicitGetChild getChild = new ImplicitGetChild();
    private @Nullable KeyTranslator keys;
    private @Nullable MemoryRegion region;
    private @Nullable ImplicitRegion parent;
    private @Nullable OdpMemoryRegion umem;
    private boolean asking;
    private boolean write;
    private long at;
    private long end;
    private int advice;

    PagefaultMr(Cpu cpu, RdmaRules rules) {
        super(STEPS);
        mapDmaAndLock = new MapDmaAndLock(cpu, rules);
    }

    /** For a fault of the adapter: of the region whose key the address has when the worker looks, and no further than its end. */
    PagefaultMr fault(KeyTranslator where, long page, long pages, boolean asksWrite) {
        keys = where;
        write = asksWrite;
        at = page;
        end = page + pages;
        advice = FAULT;
        return this;
    }

    /** For a prefetch. */
    PagefaultMr prefetch(@Nullable MemoryRegion of, long page, long pages, int how) {
        region = of;
        at = page;
        end = page + pages;
        advice = how;
        return this;
    }

    /** Passes of the last range, 1 without a collision. */
    long passes() {
        return mapDmaAndLock.passes();
    }

    /** Whether it holds this key now. */
    boolean uses(MemoryRegion key) {
        return running() && (parent == key || umem == key || (asking && getChild.took(key)));
    }

    @Override
    protected void begin() {
        parent = null;
        umem = null;
        asking = false;
    }

    private int find(Actor actor) {
        if (parent == null && !lookUp()) {
            return fail(Errno.EFAULT);
        }
        if (region instanceof ImplicitRegion implicit) {
            if (parent == null) {
                parent = implicit;
                implicit.getUser(prefetches());
            }
            asking = true;
            actor.call(getChild.of(implicit, at));
            return Flow.NEXT;
        }
        if (region instanceof OdpMemoryRegion odp) {
            odp.getUser();
            map(odp, actor);
            return Flow.NEXT;
        }
        return fail(Errno.EINVAL);
    }

    /** Whether the key is there still, and holds the range. */
    private boolean lookUp() {
        if (keys == null) {
            return region != null
                    && at >= region.start()
                    && end <= region.end()
                    && region.context().handles().contains(region);
        }
        region = keys.region(at);
        if (region == null || !region.pageable()) {
            return false;
        }
        end = Math.min(end, region.end());
        return true;
    }

    private int prefetches() {
        return advice == FAULT ? 0 : 1;
    }

    private int found(Actor actor) {
        boolean asked = asking;
        asking = false;
        if (!actor.returned().ok()) {
            putKeys(true);
            return fail(actor.returned());
        }
        if (asked) {
            map(getChild.child(), actor);
        }
        return Flow.NEXT;
    }

    private void map(OdpMemoryRegion of, Actor actor) {
        umem = of;
        of.addPrefetch(prefetches());
        long pages = Math.min(end, of.end()) - at;
        actor.call(
                switch (advice) {
                    case FAULT -> mapDmaAndLock.fault(of, at, pages, write);
                    case Verbs.PREFETCH_NO_FAULT -> mapDmaAndLock.snapshot(of, at, pages);
                    default -> mapDmaAndLock.prefetch(of, at, pages, advice == Verbs.PREFETCH_WRITE);
                });
    }

    private int update(Actor actor) {
        if (umem().context().umrQueue().broken()) {
            umem().umemMutex().unlock(actor);
            putKeys(true);
            return fail(Errno.EFAULT);
        }
        mapDmaAndLock.enterAll();
        return Flow.NEXT;
    }

    private int more(Actor actor) {
        if (mapDmaAndLock.mapped() == 1) {
            return Flow.PASS;
        }
        actor.charge(mapDmaAndLock.mapped() - 1);
        return Flow.NEXT;
    }

    private OdpMemoryRegion umem() {
        if (umem == null) {
            throw new IllegalStateException("nothing was mapped");
        }
        return umem;
    }

    private int unlock(Actor actor) {
        umem().umemMutex().unlock(actor);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        boolean lacking = mapDmaAndLock.lacksPages();
        at = lacking ? end : Math.min(end, umem().end());
        putKeys(at == end);
        if (lacking && advice == FAULT) {
            // total_wqe_bytes > bytes_mapped, or pages_in_range of the responder
            return fail(Errno.EFAULT);
        }
        mapDmaAndLock.endMm(actor);
        return at < end ? Flow.RESTART : Flow.DONE;
    }

    /** The child's or the explicit region's key, and at the end the implicit one's. */
    private void putKeys(boolean all) {
        if (umem != null) {
            umem.addPrefetch(-prefetches());
            umem.putUser();
            umem = null;
        }
        if (all && parent != null) {
            parent.putUser(prefetches());
            parent = null;
        }
    }
}
