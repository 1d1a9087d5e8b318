package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;

/** {@code mremap} of a region; it needs no descriptor. Where the area may move, its driver takes the end of the old place for the end of the region. */
final class MoveRegion extends AccessOperation<MoveRegion> {
    private static final Program<MoveRegion> STEPS = Program.<MoveRegion>of("mremap region")
            .calls("ksys_mremap", Cost.INCLUDED, o -> o.call())
            .build();

    private final Task task;
    private final Mremap mremap;

    MoveRegion(Task task, UacceQueue queue, RegionKind region) {
        super(STEPS);
        this.task = task;
        long start = UacceDriver.regionStart(queue, region);
        mremap = new Mremap(
                task.cpu(), task.mm(), start, UacceDriver.regionPages(region), UacceDriver.movedStart(queue, region));
    }

    private Mremap call() {
        task.countSyscalls(1);
        return mremap;
    }
}
