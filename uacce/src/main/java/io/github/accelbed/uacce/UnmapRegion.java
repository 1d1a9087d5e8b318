package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code munmap} of a region; it needs no descriptor, and a hole is no error. The last reference of the file may go with it. */
final class UnmapRegion extends AccessOperation<UnmapRegion> {
    private static final Program<UnmapRegion> STEPS = Program.<UnmapRegion>of("munmap region")
            .cpu("ksys_munmap", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .build();

    private final Task task;
    private final UacceQueue queue;
    private final RegionKind region;

    UnmapRegion(Task task, UacceQueue queue, RegionKind region) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.region = region;
    }

    private int unmap(Actor actor) {
        task.countSyscalls(1);
        long start = UacceDriver.regionStart(queue, region);
        actor.call(new Munmap(task.cpu(), task.mm(), start, UacceDriver.regionPages(region)));
        return Flow.DONE;
    }
}
