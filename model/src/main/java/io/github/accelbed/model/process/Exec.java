package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code begin_new_exec} (fs/exec.c): the old address space goes first, then the close-on-exec descriptors; the others survive.
 */
public final class Exec extends Operation<Exec> {
    private static final Program<Exec> STEPS = Program.<Exec>of("execve")
            .cpu("exec_mmap", Cost.EXEC_FIXED, (o, a) -> o.replaceMm(a))
            .cpu("do_close_on_exec", Cost.INCLUDED, (o, a) -> o.closeNext(a))
            .build();

    private final Processes processes;
    private final Task task;

    /**
     * An exec.
     *
     * @param processes all processes
     * @param task who execs
     */
    public Exec(Processes processes, Task task) {
        super(STEPS);
        this.processes = processes;
        this.task = task;
    }

    private int replaceMm(Actor actor) {
        task.countSyscalls(1);
        MmStruct old = task.mm();
        task.setMm(processes.mm().newMm(task.name()));
        Exit.wakeVforkParent(processes, task);
        if (old.putUser()) {
            actor.call(new ExitMmap(task.cpu(), old));
        }
        return Flow.NEXT;
    }

    private int closeNext(Actor actor) {
        OpenFile file = task.files().takeNext(true);
        if (file == null) {
            return Flow.DONE;
        }
        Operation<?> release = file.put(task.cpu());
        if (release != null) {
            actor.call(release);
        }
        return Flow.AGAIN;
    }
}
