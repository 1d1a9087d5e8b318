package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * A command of a uverbs file, {@code ib_uverbs_ioctl} or {@code ib_uverbs_write} (drivers/infiniband/core). From its first step to its last it holds
 * the file ({@code fdget}) and is a reader of {@code disassociate_srcu}: a close of the descriptor by another thread does not end the context under
 * it, and {@code ib_uverbs_remove_one} waits for it.
 *
 * @param <O> the subclass itself
 */
abstract class UverbsCommand<O extends UverbsCommand<O>> extends AccessOperation<O> {
    private final Task task;
    private final UverbsContext context;
    private boolean entered;

    UverbsCommand(Program<O> program, Task task, UverbsContext context) {
        super(program);
        this.task = task;
        this.context = context;
    }

    final Task task() {
        return task;
    }

    final UverbsContext context() {
        return context;
    }

    /** The system call: EBADF without the descriptor, EIO if the device went away under the file ({@code ib_dev} is NULL). */
    final Errno refusedAtEntry() {
        task.countSyscalls(1);
        if (!task.files().holds(context.file())) {
            return Errno.EBADF;
        }
        return context.disassociated() ? Errno.EIO : Errno.OK;
    }

    /** Enters a command that {@link #refusedAtEntry} let pass; in the same step. */
    final void enter() {
        entered = true;
        context.enter();
    }

    /** {@code srcu_read_unlock} and {@code fput}, once: if the descriptor was closed meanwhile, the context ends here. */
    final void leave(Actor actor) {
        if (entered) {
            entered = false;
            Operation<?> release = context.leave(task.cpu());
            if (release != null) {
                actor.call(release);
            }
        }
    }

    /** The undo behind the step that entered. */
    final int leaveFailed(Actor actor) {
        leave(actor);
        return Flow.NEXT;
    }
}
