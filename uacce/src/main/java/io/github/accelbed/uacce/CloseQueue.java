package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** The library's close: munmap of the regions that the caller has, then the descriptor. Raw: close(2) only, so a region keeps the file. */
final class CloseQueue extends AccessOperation<CloseQueue> {
    private static final Program<CloseQueue> STEPS = Program.<CloseQueue>of("wd_release_ctx")
            .cpu("munmap MMIO", Cost.INCLUDED, (o, a) -> o.unmap(a, RegionKind.MMIO))
            .cpu("munmap DUS", Cost.INCLUDED, (o, a) -> o.unmap(a, RegionKind.DUS))
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .cpu("wd_release_ctx", Cost.INCLUDED, (o, a) -> o.finish())
            .build();

    private final Task task;
    private final UacceQueue queue;
    private final boolean raw;
    private final CloseFile close;

    CloseQueue(Task task, UacceQueue queue, boolean raw) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.raw = raw;
        close = new CloseFile(task, queue.file());
    }

    private int unmap(Actor actor, RegionKind region) {
        Vma vma = task.mm().findVma(UacceDriver.regionStart(queue, region));
        if (!raw && vma != null && vma.file() == queue.file()) {
            actor.call(new UnmapRegion(task, queue, region));
        }
        return Flow.NEXT;
    }

    private int close(Actor actor) {
        actor.call(close);
        return Flow.NEXT;
    }

    private int finish() {
        answer(close.result());
        return Flow.DONE;
    }
}
