package io.github.accelbed.uacce;

import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code mmap} of a region. The area holds the file; a fork does not copy it. The page offset chooses the region. */
final class MapRegion extends QueueOperation<MapRegion> {
    private static final Program<MapRegion> STEPS = Program.<MapRegion>of("mmap region")
            .cpu("ksys_mmap_pgoff", Cost.INCLUDED, (o, a) -> o.enter())
            .cpu("vm_mmap_pgoff", Cost.INCLUDED, (o, a) -> o.mapArea(a))
            .returned((o, a) -> o.mapped(a))
            .build();

    private final Mmap mmap;
    private final FopsMmap call;

    MapRegion(Task task, UacceQueue queue, RegionKind region) {
        this(
                task,
                queue,
                UacceDriver.pgoff(region),
                UacceDriver.regionStart(queue, region),
                UacceDriver.regionPages(region));
    }

    /** The raw call, whose offset and size may be wrong. */
    MapRegion(Task task, UacceQueue queue, long pgoff, long start, long pages) {
        super(STEPS, task, queue);
        call = new FopsMmap(queue, pgoff, pages);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        if (queue.driver().rules().wipesRegionsOnFork()) {
            flags |= Vma.WIPEONFORK;
        }
        mmap = new Mmap(task.cpu(), task.mm(), start, pages, flags, null, queue.file())
                .at(pgoff)
                .calling(call);
    }

    private int mapArea(Actor actor) {
        actor.call(mmap);
        return Flow.NEXT;
    }

    private int mapped(Actor actor) {
        if (!actor.returned().ok()) {
            call.undo();
            return fail(actor.returned());
        }
        return Flow.DONE;
    }
}
