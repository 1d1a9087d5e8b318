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
 * {@code pagefault_mr} for a prefetch: the same work as for a fault of the adapter, but for a range, and without the adapter's part of
 * noticing and resuming. Of an implicit region block by block. It holds the key from its first step to its last, so deregistration waits for it.
 */
final class PrefetchPart extends Operation<PrefetchPart> {
    private static final Program<PrefetchPart> STEPS = Program.<PrefetchPart>of("pagefault_mr")
            .kernel("pagefault_mr", Cost.INCLUDED, (o, a) -> o.find(a))
            .returned((o, a) -> o.found(a))
            .device("mlx5_ib_update_xlt, UMR", Cost.ODP_FAULT_UPDATE, (o, a) -> o.update())
            .device("driver and UMR, further pages", Cost.ODP_FAULT_PER_EXTRA_PAGE, (o, a) -> o.more(a))
            .kernel("mutex_unlock(umem_mutex), mmput", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final Cpu cpu;
    private final MapDmaAndLock mapDmaAndLock;
    private final ImplicitGetChild getChild = new ImplicitGetChild();
    private @Nullable MemoryRegion region;
    private @Nullable ImplicitRegion parent;
    private @Nullable OdpMemoryRegion umem;
    private long at;
    private long end;
    private long chunk;
    private int advice;

    PrefetchPart(Cpu cpu, RdmaRules rules) {
        super(STEPS);
        this.cpu = cpu;
        mapDmaAndLock = new MapDmaAndLock(cpu, rules);
    }

    PrefetchPart of(@Nullable MemoryRegion of, long page, long pages, int how) {
        region = of;
        at = page;
        end = page + pages;
        advice = how;
        return this;
    }

    @Override
    protected void begin() {
        parent = null;
        umem = null;
    }

    private int find(Actor actor) {
        if (region == null
                || at < region.start()
                || end > region.end()
                || (parent == null && !region.context().handles().contains(region))) {
            return fail(Errno.EFAULT);
        }
        if (region instanceof ImplicitRegion implicit) {
            if (parent == null) {
                parent = implicit;
                implicit.addPrefetch(1);
            }
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

    private int found(Actor actor) {
        if (!actor.returned().ok()) {
            putKeys(true);
            return fail(actor.returned());
        }
        if (umem == null) {
            map(getChild.child(), actor);
        }
        return Flow.NEXT;
    }

    private void map(OdpMemoryRegion of, Actor actor) {
        umem = of;
        of.addPrefetch(1);
        chunk = Math.min(end, of.end()) - at;
        actor.call(
                advice == Verbs.PREFETCH_NO_FAULT
                        ? mapDmaAndLock.snapshot(of, at, chunk)
                        : mapDmaAndLock.prefetch(of, at, chunk, advice == Verbs.PREFETCH_WRITE));
    }

    private int update() {
        mapDmaAndLock.enterAll();
        return Flow.NEXT;
    }

    private int more(Actor actor) {
        if (chunk == 1) {
            return Flow.PASS;
        }
        actor.charge((int) chunk - 1);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        if (umem == null) {
            throw new IllegalStateException("nothing was mapped");
        }
        OdpMemoryRegion used = umem;
        used.umemMutex().unlock(actor);
        at += chunk;
        putKeys(at == end);
        if (mapDmaAndLock.putMm()) {
            actor.call(new ExitMmap(cpu, used.mm()));
        }
        return at < end ? Flow.RESTART : Flow.DONE;
    }

    /** {@code mlx5r_deref_odp_mkey}: the child's or the explicit region's key, and at the end the implicit one's. */
    private void putKeys(boolean all) {
        if (umem != null) {
            umem.addPrefetch(-1);
            umem.putUser();
            umem = null;
        }
        if (all && parent != null) {
            parent.addPrefetch(-1);
            parent = null;
        }
    }
}
