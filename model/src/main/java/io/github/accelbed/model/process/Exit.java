package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_exit} (kernel/exit.c), by exit or by SIGKILL: the address space goes before the files, and all releases have run when
 * the parent is told.
 */
public final class Exit extends Operation<Exit> {
    private static final Program<Exit> STEPS = Program.<Exit>of("do_exit")
            .cpu("exit_mm", Cost.SYSCALL, (o, a) -> o.exitMm(a))
            .cpu("exit_files, exit_task_work", Cost.INCLUDED, (o, a) -> o.closeNext(a))
            .cpu("exit_notify", Cost.INCLUDED, (o, a) -> o.done())
            .build();

    private final Processes processes;
    private final Task task;

    /**
     * The end of a process.
     *
     * @param processes all processes
     * @param task who ends
     */
    public Exit(Processes processes, Task task) {
        super(STEPS);
        this.processes = processes;
        this.task = task;
    }

    static void wakeVforkParent(Processes processes, Task child) {
        for (Task parent : processes.all()) {
            if (parent.vforkChild() == child) {
                parent.waitFor(null);
            }
        }
    }

    private int exitMm(Actor actor) {
        wakeVforkParent(processes, task);
        if (task.mm().putUser()) {
            actor.call(new ExitMmap(task.cpu(), task.mm()));
        }
        return Flow.NEXT;
    }

    private int closeNext(Actor actor) {
        return CloseFile.closeNext(actor, task.cpu(), task.files(), false) ? Flow.AGAIN : Flow.PASS;
    }

    private int done() {
        task.die();
        return Flow.DONE;
    }
}
