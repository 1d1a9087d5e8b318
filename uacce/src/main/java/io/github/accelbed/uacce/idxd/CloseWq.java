package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** munmap of the portal, if the caller has it, then close. Raw: close(2) only, so a mapped portal keeps the file. */
final class CloseWq extends AccessOperation<CloseWq> {
    private static final Program<CloseWq> STEPS = Program.<CloseWq>of("close work queue")
            .cpu("munmap portal", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .cpu("close work queue", Cost.INCLUDED, (o, a) -> o.finish())
            .build();

    private final Task task;
    private final IdxdClient client;
    private final boolean raw;
    private final CloseFile close;

    CloseWq(Task task, IdxdClient client, boolean raw) {
        super(STEPS);
        this.task = task;
        this.client = client;
        this.raw = raw;
        close = new CloseFile(task, client.file());
    }

    private int unmap(Actor actor) {
        Vma vma = task.mm().findVma(client.portal());
        if (!raw && vma != null && vma.file() == client.file()) {
            task.countSyscalls(1);
            actor.call(new Munmap(task.cpu(), task.mm(), client.portal(), 1));
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
