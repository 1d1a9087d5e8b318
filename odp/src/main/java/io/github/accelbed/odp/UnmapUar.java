package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;

/** {@code munmap} of a page of doorbell registers; it needs no descriptor, and the last reference of the file may go with it. */
final class UnmapUar extends AccessOperation<UnmapUar> {
    private static final Program<UnmapUar> STEPS = Program.<UnmapUar>of("munmap UAR")
            .calls("ksys_munmap", Cost.INCLUDED, o -> o.call())
            .build();

    private final Task task;
    private final Munmap munmap;

    UnmapUar(Task task, QueuePair queue, RegionKind kind) {
        super(STEPS);
        this.task = task;
        munmap = new Munmap(task.cpu(), task.mm(), queue.regionPage(kind), 1);
    }

    private Munmap call() {
        task.countSyscalls(1);
        return munmap;
    }
}
