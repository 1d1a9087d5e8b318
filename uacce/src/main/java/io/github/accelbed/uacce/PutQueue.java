package io.github.accelbed.uacce;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** The ioctl UACCE_CMD_PUT_Q: gives the hardware queue back before the file is closed; since 6.19 it only stops it. */
final class PutQueue extends QueueOperation<PutQueue> {
    /** 5.7 to 5.19: a zombie stays one, and that is no error. */
    static final Program<PutQueue> ALWAYS_OK = Program.<PutQueue>of("UACCE_CMD_PUT_Q")
            .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("uacce_put_queue", Cost.INCLUDED, (o, a) -> o.put(a))
            .build();

    /** The sixth posting, under the mutex of all devices. */
    static final Program<PutQueue> UNDER_MUTEX = checked("uacce_put_queue");

    /** 6.0 to 6.18: {@code uacce_queue_is_valid} comes first. */
    static final Program<PutQueue> CHECKED = checked("uacce_queue_is_valid, uacce_put_queue");

    /** 6.19 on: the queue can be started again and stays taken. */
    static final Program<PutQueue> STOPS_ONLY = Program.<PutQueue>of("UACCE_CMD_PUT_Q")
            .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .mutexLock("mutex_lock", o -> o.queue.owner().mutex())
            .cpu("hisi_qm_stop_qp", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .mutexUnlock("mutex_unlock", o -> o.queue.owner().mutex())
            .build();

    private final PutHwQueue put;

    PutQueue(Task task, UacceQueue queue) {
        super(queue.driver().rules().putQueue(), task, queue);
        put = new PutHwQueue(queue.driver().rules());
    }

    private static Program<PutQueue> checked(String label) {
        return Program.<PutQueue>of("UACCE_CMD_PUT_Q")
                .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
                .mutexLock("mutex_lock", o -> o.queue.owner().mutex())
                .cpu(label, Cost.INCLUDED, (o, a) -> o.put(a))
                .mutexUnlock("mutex_unlock", o -> o.queue.owner().mutex())
                .build();
    }

    private boolean zombie() {
        if (queue.state() != UacceState.ZOMBIE) {
            return false;
        }
        answerZombie(UacceCase.PUT_ZOMBIE, UacceCase.PUT_REMOVED);
        return true;
    }

    private int put(Actor actor) {
        if (!zombie()) {
            actor.call(put.of(queue));
        }
        return Flow.NEXT;
    }

    private int stop(Actor actor) {
        actor.charge(zombie() ? 0 : PutHwQueue.stopQp(queue));
        return Flow.NEXT;
    }
}
