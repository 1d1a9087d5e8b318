package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** The library forgets which key went with a range; the region stays, and with it the device's way to these pages. */
final class UnmapImplicit extends AccessOperation<UnmapImplicit> {
    private static final Program<UnmapImplicit> STEPS = Program.<UnmapImplicit>of("forget a key")
            .cpu("forget the key", Cost.INCLUDED, (o, a) -> o.forget())
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;

    UnmapImplicit(Task task, QueuePair queue, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
    }

    private int forget() {
        if (!task.files().holds(queue.file())) {
            return fail(Errno.EBADF);
        }
        KeyTable keys = queue.context().keys();
        KeyTable.Key key = keys.findExact(start, start + pages);
        if (key == null) {
            return fail(Errno.EINVAL);
        }
        keys.remove(key);
        return Flow.DONE;
    }
}
