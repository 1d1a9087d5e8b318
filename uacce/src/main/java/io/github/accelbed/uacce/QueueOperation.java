package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;

/**
 * A system call on the descriptor of a queue.
 *
 * @param <O> the subclass itself
 */
abstract class QueueOperation<O extends QueueOperation<O>> extends AccessOperation<O> {
    final Task task;
    final UacceQueue queue;

    QueueOperation(Program<O> program, Task task, UacceQueue queue) {
        super(program);
        this.task = task;
        this.queue = queue;
    }

    /** Entering the kernel: fdget. */
    final int enter() {
        task.countSyscalls(1);
        if (!task.files().holds(queue.file())) {
            return fail(Errno.EBADF);
        }
        return Flow.NEXT;
    }

    final int unlock(Actor actor, SimLock lock) {
        lock.unlock(actor);
        return Flow.DONE;
    }

    final void noteDriverCall() {
        queue.noteDriverCall();
    }

    final void answer(UacceCase situation) {
        answer(queue.driver().rules().answer(situation));
    }

    /** What a zombie answers: whether it is one because the device went makes no difference to the errno, but is told apart. */
    final void answerZombie(UacceCase put, UacceCase removed) {
        answer(queue.owner().registered() ? put : removed);
    }
}
