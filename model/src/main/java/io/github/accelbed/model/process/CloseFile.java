package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code close}: drops one descriptor; the file's release runs before the call returns, if this was the last reference. */
public final class CloseFile extends Operation<CloseFile> {
    private static final Program<CloseFile> STEPS = Program.<CloseFile>of("close")
            .cpu("filp_close, fput", Cost.SYSCALL, (o, a) -> o.close(a))
            .build();

    private final Task task;
    private final OpenFile file;
    private final boolean duplicate;

    /**
     * A close.
     *
     * @param task whose descriptor
     * @param file of which file; EBADF if the task has none
     */
    public CloseFile(Task task, OpenFile file) {
        this(task, file, false);
    }

    private CloseFile(Task task, OpenFile file, boolean duplicate) {
        super(STEPS);
        this.task = task;
        this.file = file;
        this.duplicate = duplicate;
    }

    /**
     * A close of a descriptor that dup made; it differs from the first one in close-on-exec.
     *
     * @param task whose descriptor
     * @param file of which file; EBADF if the task has none
     * @return the operation
     */
    public static CloseFile ofDuplicate(Task task, OpenFile file) {
        return new CloseFile(task, file, true);
    }

    /** Closes the next descriptor of a table, of those that exec closes or of all; false if there is none. */
    static boolean closeNext(Actor actor, Cpu cpu, FdTable files, boolean onlyCloseOnExec) {
        OpenFile file = files.takeNext(onlyCloseOnExec);
        if (file == null) {
            return false;
        }
        Operation<?> release = file.put(cpu);
        if (release != null) {
            actor.call(release);
        }
        return true;
    }

    private int close(Actor actor) {
        task.countSyscalls(1);
        if (!(duplicate ? task.files().removeNewest(file) : task.files().remove(file))) {
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        Operation<?> release = file.put(task.cpu());
        if (release != null) {
            actor.call(release);
        }
        return Flow.DONE;
    }
}
