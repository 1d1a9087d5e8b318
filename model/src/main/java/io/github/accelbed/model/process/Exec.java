package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;

/**
 * {@code begin_new_exec} (fs/exec.c): the old address space goes first, then the close-on-exec descriptors; the others survive.
 */
public final class Exec extends Operation<Exec> {
    private static final Program<Exec> PLAIN = replaced(Program.<Exec>of("execve")
            .cpu("exec_mmap", Cost.EXEC_FIXED, (o, a) -> o.replaceMm(a, downRead(a, o.old())))
            .waits());
    private static final Program<Exec> KILLABLE = replaced(Program.<Exec>of("execve")
            .cpu("exec_mmap", Cost.EXEC_FIXED, (o, a) -> o.replaceMm(a, o.downReadKillable(a, o.old())))
            .waitsKillable());

    private static Program<Exec> replaced(Program.Builder<Exec> steps) {
        return steps.returned((o, a) -> o.descriptorsLeft(Flow.NEXT))
                .cpu("do_close_on_exec", Cost.INCLUDED, (o, a) -> o.closeNext(a))
                .build();
    }

    private final Processes processes;
    private final Task task;

    /**
     * An exec.
     *
     * @param processes all processes
     * @param task who execs
     */
    public Exec(Processes processes, Task task) {
        super(processes.mm().mmapLockRules().killsExec() ? KILLABLE : PLAIN);
        this.processes = processes;
        this.task = task;
    }

    private SimLock old() {
        return task.mm().mmapLock();
    }

    private int replaceMm(Actor actor, int locked) {
        if (locked != Flow.NEXT) {
            return locked;
        }
        task.countSyscalls(1);
        MmStruct old = task.mm();
        old.mmapLock().unlockShared(actor);
        task.setMm(processes.mm().newMm(task.name()));
        Exit.wakeVforkParent(processes, task);
        if (old.putUser()) {
            actor.call(new ExitMmap(task.cpu(), old));
        }
        return descriptorsLeft(Flow.NEXT);
    }

    private int descriptorsLeft(int flow) {
        return task.files().hasNext(true) ? flow : Flow.DONE;
    }

    private int closeNext(Actor actor) {
        CloseFile.closeNext(actor, task.cpu(), task.files(), true);
        return descriptorsLeft(Flow.AGAIN);
    }
}
