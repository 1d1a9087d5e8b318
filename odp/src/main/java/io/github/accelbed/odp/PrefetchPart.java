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
 * noticing and resuming. Of an implicit region block by block.
 */
final class PrefetchPart extends Operation<PrefetchPart> {
    private static final Program<PrefetchPart> STEPS = Program.<PrefetchPart>of("pagefault_mr")
            .kernel("pagefault_mr", Cost.INCLUDED, (o, a) -> o.find(a))
            .device("mlx5_ib_update_xlt, UMR", Cost.ODP_FAULT_UPDATE, (o, a) -> o.update(a))
            .device("driver and UMR, further pages", Cost.ODP_FAULT_PER_EXTRA_PAGE, (o, a) -> o.more(a))
            .kernel("mutex_unlock(umem_mutex), mmput", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final Cpu cpu;
    private final MapDmaAndLock mapDmaAndLock;
    private final ImplicitGetChild getChild = new ImplicitGetChild();
    private @Nullable MemoryRegion region;
    private @Nullable OdpMemoryRegion umem;
    private long at;
    private long end;
    private long chunk;
    private int advice;
    private boolean asking;

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
        answer(Errno.OK);
        return this;
    }

    private int find(Actor actor) {
        if (asking) {
            asking = false;
            answer(getChild.result());
            return result().ok() ? map(getChild.child(), actor) : Flow.DONE;
        }
        if (region == null || at < region.start() || end > region.end()) {
            answer(Errno.EFAULT);
            return Flow.DONE;
        }
        if (region instanceof ImplicitRegion implicit) {
            asking = true;
            actor.call(getChild.of(implicit, at));
            return Flow.AGAIN;
        }
        if (region instanceof OdpMemoryRegion odp) {
            odp.getUser();
            return map(odp, actor);
        }
        answer(Errno.EINVAL);
        return Flow.DONE;
    }

    private int map(OdpMemoryRegion of, Actor actor) {
        umem = of;
        of.addPrefetch(1);
        chunk = Math.min(end, of.end()) - at;
        actor.call(
                advice == Verbs.PREFETCH_NO_FAULT
                        ? mapDmaAndLock.snapshot(of, at, chunk)
                        : mapDmaAndLock.prefetch(of, at, chunk, advice == Verbs.PREFETCH_WRITE));
        return Flow.NEXT;
    }

    private int update(Actor actor) {
        answer(mapDmaAndLock.result());
        if (result().ok()) {
            mapDmaAndLock.enterAll();
        } else {
            actor.charge(0);
        }
        return Flow.NEXT;
    }

    private int more(Actor actor) {
        actor.charge(result().ok() ? (int) chunk - 1 : 0);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        if (umem == null) {
            throw new IllegalStateException("nothing was mapped");
        }
        OdpMemoryRegion used = umem;
        umem = null;
        if (result().ok()) {
            used.umemMutex().unlock(actor);
        }
        release(used);
        if (mapDmaAndLock.putMm()) {
            actor.call(new ExitMmap(cpu, used.mm()));
        }
        at += chunk;
        return result().ok() && at < end ? Flow.RESTART : Flow.DONE;
    }

    private static void release(OdpMemoryRegion used) {
        used.addPrefetch(-1);
        used.putUser();
    }

    @Override
    protected void abandoned() {
        if (umem != null) {
            if (!umem.umemMutex().free() && !umem.umemMutex().heldByOther(cpu.actor())) {
                umem.umemMutex().unlock(cpu.actor());
            }
            release(umem);
            umem = null;
        }
    }
}
