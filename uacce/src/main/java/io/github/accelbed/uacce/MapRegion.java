package io.github.accelbed.uacce;

import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap} of a region, {@code uacce_fops_mmap}. The area holds the file; a fork does not copy it.
 *
 * <p>The kernel checks with mmap_lock held, here the check comes just before. Left out: wrong sizes and offsets, mremap.
 */
final class MapRegion extends QueueOperation<MapRegion> {
    private static final Program<MapRegion> STEPS = Program.<MapRegion>of("mmap region")
            .cpu("ksys_mmap_pgoff", Cost.INCLUDED, (o, a) -> o.enter())
            .cpu("mutex_lock", Cost.INCLUDED, (o, a) -> o.lock(a, o.queue.regionLock()))
            .cpu("uacce_fops_mmap", Cost.SYSCALL, (o, a) -> o.reserve(a))
            .cpu("mmap_region", Cost.INCLUDED, (o, a) -> o.mapArea(a))
            .cpu("vm_mmap_pgoff", Cost.INCLUDED, (o, a) -> o.finish())
            .build();

    private final RegionKind region;
    private @Nullable Mmap mmap;

    MapRegion(Task task, UacceQueue queue, RegionKind region) {
        super(STEPS, task, queue);
        this.region = region;
    }

    private int reserve(Actor actor) {
        if (queue.state() == UacceState.ZOMBIE) {
            answerZombie(UacceCase.MMAP_ZOMBIE, UacceCase.MMAP_REMOVED);
        } else if (queue.regions().contains(region)) {
            answer(UacceCase.MMAP_TWICE);
        } else if (queue.state() == UacceState.STARTED) {
            answer(UacceCase.MMAP_STARTED);
        }
        unlock(actor, queue.regionLock());
        if (!result().ok()) {
            return Flow.DONE;
        }
        actor.charge(0);
        queue.regions().add(region);
        return Flow.NEXT;
    }

    private int mapArea(Actor actor) {
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        if (queue.driver().rules().wipesRegionsOnFork()) {
            flags |= Vma.WIPEONFORK;
        }
        long start = UacceDriver.regionStart(queue, region);
        mmap = new Mmap(task.cpu(), task.mm(), start, UacceDriver.regionPages(region), flags, null, queue.file());
        actor.call(mmap);
        return Flow.NEXT;
    }

    private int finish() {
        if (mmap != null && !mmap.result().ok()) {
            queue.regions().remove(region);
            answer(mmap.result());
        }
        return Flow.DONE;
    }
}
