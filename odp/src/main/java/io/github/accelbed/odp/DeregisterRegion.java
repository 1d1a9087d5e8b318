package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code ibv_dereg_mr} of the newest region that has exactly this range, whoever registered it; the library finds none for another
 * range and answers EINVAL. Part of a region cannot be given back.
 */
final class DeregisterRegion extends AccessOperation<DeregisterRegion> {
    private static final Program<DeregisterRegion> STEPS = Program.<DeregisterRegion>of("ibv_dereg_mr")
            .cpu("ibv_dereg_mr", Cost.SYSCALL, (o, a) -> o.find(a))
            .returned((o, a) -> a.returned().ok() ? Flow.DONE : o.fail(a.returned()))
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;

    DeregisterRegion(Task task, QueuePair queue, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
    }

    private int find(Actor actor) {
        if (!task.files().holds(queue.file())) {
            task.countSyscalls(1);
            return fail(Errno.EBADF);
        }
        KeyTable.Key key = queue.context().keys().findExact(start, start + pages);
        if (key == null) {
            task.countSyscalls(1);
            return fail(Errno.EINVAL);
        }
        actor.call(new DeregMr(task, key.region()));
        return Flow.NEXT;
    }
}
