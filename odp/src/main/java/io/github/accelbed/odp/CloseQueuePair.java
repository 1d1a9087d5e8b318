package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * The library's orderly close: {@code ibv_destroy_qp}, {@code ibv_destroy_cq}, {@code ibv_dereg_mr} of every region that was registered
 * through the queue, {@code ibv_dealloc_pd} with the last queue, close(2). In a process that inherited the descriptor these calls destroy
 * the objects for everybody. A raw close is close(2) alone.
 */
final class CloseQueuePair extends AccessOperation<CloseQueuePair> {
    private static final Program<CloseQueuePair> ORDERLY = Program.<CloseQueuePair>of("ibv_close_device")
            .cpu("ibv_destroy_qp, ibv_destroy_cq", Cost.INCLUDED, (o, a) -> o.destroyQp(a))
            .cpu("ibv_dereg_mr", Cost.INCLUDED, (o, a) -> o.nextRegion(a))
            .cpu("ibv_dealloc_pd", Cost.INCLUDED, (o, a) -> o.deallocPd())
            .cpu("ibv_close_device", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private static final Program<CloseQueuePair> RAW = Program.<CloseQueuePair>of("close of the uverbs file")
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
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
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        if (queue.live()) {
            task.countSyscalls(2);
            actor.call(queue.destroy());
        }
        return Flow.NEXT;
    }

    private int nextRegion(Actor actor) {
        for (MemoryRegion region : queue.context().regions()) {
            if (region.goesWith(queue)) {
                actor.call(new DeregMr(task, region));
                return Flow.AGAIN;
            }
        }
        return Flow.NEXT;
    }

    private int deallocPd() {
        UverbsContext context = queue.context();
        context.keys().remove(queue);
        if (context.hasProtectionDomain() && context.queuePairs().isEmpty()) {
            task.countSyscalls(1);
            context.setProtectionDomain(!context.regions().isEmpty());
        }
        return Flow.NEXT;
    }

    private int close(Actor actor) {
        if (!task.files().holds(queue.file())) {
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        actor.call(new CloseFile(task, queue.file()));
        return Flow.DONE;
    }
}
