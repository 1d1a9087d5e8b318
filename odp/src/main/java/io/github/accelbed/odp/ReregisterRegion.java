package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code ibv_rereg_mr(IBV_REREG_MR_CHANGE_ACCESS)} of the newest region that has exactly this range; the library finds none for another
 * range and answers EINVAL.
 */
final class ReregisterRegion extends AccessOperation<ReregisterRegion> {
    private static final Program<ReregisterRegion> STEPS = Program.<ReregisterRegion>of("ibv_rereg_mr")
            .cpu("ibv_rereg_mr", Cost.INCLUDED, (o, a) -> o.find(a))
            .returned((o, a) -> o.orFail(a, Flow.DONE))
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final boolean writable;

    ReregisterRegion(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.writable = writable;
    }

    private int find(Actor actor) {
        KeyTable.Key key = queue.context().keys().findExact(start, start + pages);
        if (key == null || !task.files().holds(queue.file())) {
            task.countSyscalls(1);
            return fail(task.files().holds(queue.file()) ? Errno.EINVAL : Errno.EBADF);
        }
        actor.call(rereg(key.region()));
        return Flow.NEXT;
    }

    private Operation<?> rereg(MemoryRegion region) {
        boolean anew = queue.context().adapter().reregistrationPinsAnew();
        return anew && region instanceof PinnedMemoryRegion pinned
                ? RegUserMr.again(task, queue, pinned, writable)
                : new ReregMr(task, region, writable);
    }
}
