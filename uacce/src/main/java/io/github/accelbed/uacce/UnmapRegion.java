package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;

/** {@code munmap} of a region; it needs no descriptor, and a hole is no error. The last reference of the file may go with it. */
final class UnmapRegion extends AccessOperation<UnmapRegion> {
    private static final Program<UnmapRegion> STEPS = Program.<UnmapRegion>of("munmap region")
            .calls("ksys_munmap", Cost.INCLUDED, o -> o.call())
            .build();

    private final Task task;
    private final Munmap munmap;

    UnmapRegion(Task task, UacceQueue queue, RegionKind region) {
        super(STEPS);
        this.task = task;
        long start = UacceDriver.regionStart(queue, region);
        munmap = new Munmap(task.cpu(), task.mm(), start, UacceDriver.regionPages(region));
    }

    private Munmap call() {
        task.countSyscalls(1);
        return munmap;
    }
}
