package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * The library's orderly close: {@code ibv_destroy_qp}, {@code ibv_destroy_cq}, {@code ibv_dereg_mr} of every region that was registered
 * through the queue, {@code ibv_dealloc_pd} with the last queue, close(2). In a process that inherited the descriptor these calls destroy
 * the objects for everybody. What another one has destroyed, or destroys now (EBUSY), it leaves alone: the answer is that of close(2). A raw close is
 * close(2) alone.
 */
final class CloseQueuePair extends AccessOperation<CloseQueuePair> {
    private static final Program<CloseQueuePair> ORDERLY = Program.<CloseQueuePair>of("ibv_close_device")
            .userSpace()
            .cpu("ibv_destroy_qp, ibv_destroy_cq", Cost.INCLUDED, (o, a) -> o.destroyQp(a))
            .cpu("ibv_dereg_mr", Cost.INCLUDED, (o, a) -> o.nextRegion(a))
            .returned((o, a) -> o.moreRegions(a))
            .cpu("ibv_dealloc_pd", Cost.INCLUDED, (o, a) -> o.deallocPd())
            .calls("ibv_close_device", Cost.INCLUDED, CloseQueuePair::closeFile)
            .build();

    private static final Program<CloseQueuePair> RAW = Program.<CloseQueuePair>of("close of the uverbs file")
            .calls("close", Cost.INCLUDED, CloseQueuePair::closeFile)
            .build();

    private final Task task;
    private final QueuePair queue;

    CloseQueuePair(Task task, QueuePair queue, boolean raw) {
        super(raw ? RAW : ORDERLY);
        this.task = task;
        this.queue = queue;
    }

    private int destroyQp(Actor actor) {
        if (!task.files().holds(queue.file())) {
            return fail(Errno.EBADF);
        }
        if (!queue.live()) {
            return Flow.PASS;
        }
        task.countSyscalls(1);
        actor.call(new DestroyQp(task, queue));
        return Flow.NEXT;
    }

    private int nextRegion(Actor actor) {
        for (MemoryRegion region : queue.context().handles()) {
            if (region.goesWith(queue)) {
                actor.call(new DeregMr(task, region));
                return Flow.NEXT;
            }
        }
        return Flow.PASS;
    }

    private int moreRegions(Actor actor) {
        // A call that was refused, as those of a device that is gone, would be refused again.
        return actor.returned().ok() && nextRegion(actor) == Flow.NEXT ? Flow.AGAIN : Flow.NEXT;
    }

    private int deallocPd() {
        UverbsContext context = queue.context();
        context.keys().remove(queue);
        if (!context.hasProtectionDomain() || !context.queuePairs().isEmpty()) {
            return Flow.PASS;
        }
        task.countSyscalls(1);
        context.deallocPd();
        return Flow.NEXT;
    }

    private @Nullable Operation<?> closeFile() {
        return new CloseFile(task, queue.file());
    }
}
