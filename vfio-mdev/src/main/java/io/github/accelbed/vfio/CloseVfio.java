package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Closing a queue: raw, its own descriptor only, so the queue stops but its group keeps the mappings; else device, group and container in
 * this order. A container that other queues of the process share stays open. Nothing is unmapped by hand, the last group's leave does it.
 */
final class CloseVfio extends AccessOperation<CloseVfio> {
    private static final Program<CloseVfio> STEPS = Program.<CloseVfio>of("close queue")
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private final Task task;
    private final VfioQueue queue;
    private final boolean raw;

    /**
     * A closing.
     *
     * @param task whose descriptors
     * @param queue which queue
     * @param raw true for its own descriptor only
     */
    CloseVfio(Task task, VfioQueue queue, boolean raw) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.raw = raw;
    }

    private int close(Actor actor) {
        List<OpenFile> files = new ArrayList<>(List.of(queue.file()));
        if (!raw && queue.groupFile() != queue.file()) {
            files.add(queue.groupFile());
        }
        files.removeIf(file -> !task.files().holds(file));
        if (files.isEmpty()) {
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        answer(Errno.OK);
        Container container = queue.container();
        if (!raw && container != null && !shared(container)) {
            files.add(container.file());
        }
        actor.call(new CloseFiles(task, files));
        return Flow.DONE;
    }

    private boolean shared(Container container) {
        for (VfioGroup group : container.groups()) {
            OpenFile file = group.groupFile();
            if (file != null && file != queue.groupFile() && task.files().holds(file)) {
                return true;
            }
        }
        return false;
    }
}
