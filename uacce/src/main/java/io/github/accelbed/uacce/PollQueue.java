package io.github.accelbed.uacce;

import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code poll} of a queue without waiting, {@code uacce_fops_poll}. Left out: the wait queue. */
final class PollQueue extends QueueOperation<PollQueue> implements Valued {
    /** Up to 5.19 the driver is asked, whatever has become of the queue. */
    static final Program<PollQueue> ALWAYS = Program.<PollQueue>of("uacce_fops_poll")
            .cpu("uacce_fops_poll", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("hisi_qm_is_q_updated", Cost.INCLUDED, (o, a) -> o.ask())
            .build();

    /** 6.0 on: no events of a queue that is none any more. */
    static final Program<PollQueue> CHECKED = Program.<PollQueue>of("uacce_fops_poll")
            .cpu("uacce_fops_poll", Cost.SYSCALL, (o, a) -> o.enter())
            .mutexLock("mutex_lock(&q->mutex)", o -> o.queue.mutex())
            .cpu("uacce_queue_is_valid, hisi_qm_is_q_updated", Cost.INCLUDED, (o, a) -> o.askIfValid())
            .cpu("mutex_unlock(&q->mutex)", Cost.INCLUDED, (o, a) -> o.leave(a))
            .build();

    private boolean readable;

    PollQueue(Task task, UacceQueue queue) {
        super(queue.driver().rules().poll(), task, queue);
    }

    /** EPOLLIN and EPOLLRDNORM. */
    boolean readable() {
        return readable;
    }

    @Override
    public String value() {
        return readable ? "EPOLLIN" : "";
    }

    private int ask() {
        noteDriverCall();
        readable = queue.updated();
        return Flow.NEXT;
    }

    private int askIfValid() {
        if (queue.state() != UacceState.ZOMBIE) {
            readable = queue.updated();
        }
        return Flow.NEXT;
    }

    private int leave(Actor actor) {
        return unlock(actor, queue.mutex());
    }
}
