package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Closing a queue: raw, the device's descriptor only, which unpins what no other device shows; else also the iommufd, unless another queue
 * of the process uses it.
 */
final class CloseIommufdQueue extends AccessOperation<CloseIommufdQueue> {
    private static final Program<CloseIommufdQueue> STEPS = Program.<CloseIommufdQueue>of("close queue")
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private final Task task;
    private final IommufdQueue queue;
    private final boolean raw;

    /**
     * A closing.
     *
     * @param task whose descriptors
     * @param raw true for its own descriptor only
     */
    CloseIommufdQueue(Task task, IommufdQueue queue, boolean raw) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.raw = raw;
    }

    private int close(Actor actor) {
        List<OpenFile> files = new ArrayList<>(List.of(queue.file()));
        IommufdContext context = queue.context();
        if (!raw && context != null && !shared(context)) {
            files.add(context.file());
        }
        files.removeIf(file -> !task.files().holds(file));
        if (files.isEmpty()) {
            answer(Errno.EBADF);
        } else {
            actor.call(new CloseFiles(task, files));
        }
        return Flow.DONE;
    }

    private boolean shared(IommufdContext context) {
        for (IommufdObject object : context.objects()) {
            if (object instanceof VfioCdev cdev && cdev != queue.cdev()) {
                OpenFile file = cdev.boundFile();
                if (file != null && task.files().holds(file)) {
                    return true;
                }
            }
        }
        return false;
    }
}
