package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.DupMmap;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code kernel_clone} (kernel/fork.c) as fork: descriptors first, then memory. On failure nothing of the child stays.
 */
public final class Fork extends Operation<Fork> {
    private static final Program<Fork> STEPS = Program.<Fork>of("fork")
            .cpu("copy_files", Cost.INCLUDED, (o, a) -> o.copyFiles())
            .cpu("dup_mm", Cost.INCLUDED, (o, a) -> o.copyMm(a))
            .cpu("wake_up_new_task", Cost.INCLUDED, (o, a) -> o.finish(a))
            .cpu("bad_fork_cleanup_files", Cost.INCLUDED, (o, a) -> o.undo(a))
            .build();

    private final Processes processes;
    private final Task parent;
    private final String childName;
    private FdTable files = new FdTable();
    private @Nullable MmStruct childMm;
    private @Nullable DupMmap dupMmap;
    private @Nullable Task child;

    /**
     * A fork.
     *
     * @param processes all processes
     * @param parent who forks
     * @param childName the child's name
     */
    public Fork(Processes processes, Task parent, String childName) {
        super(STEPS);
        this.processes = processes;
        this.parent = parent;
        this.childName = childName;
    }

    /**
     * The new process.
     *
     * @return the child, or null if fork failed
     */
    public @Nullable Task child() {
        return child;
    }

    private int copyFiles() {
        parent.countSyscalls(1);
        PhysicalMemory memory = processes.mm().memory();
        boolean withoutTask = memory.slabFails();
        boolean withoutTable = !withoutTask && memory.slabFails();
        if (withoutTask || withoutTable) {
            // dup_task_struct, dup_fd
            answer(Errno.ENOMEM);
            return Flow.DONE;
        }
        files = parent.files().copy();
        return Flow.NEXT;
    }

    private int copyMm(Actor actor) {
        if (processes.mm().memory().slabFails()) {
            return Flow.NEXT;
        }
        childMm = processes.mm().newMm(childName);
        dupMmap = new DupMmap(parent.cpu(), parent.mm(), childMm);
        actor.call(dupMmap);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        boolean copied = dupMmap != null && dupMmap.result().ok();
        // alloc_pid comes last
        if (childMm == null || !copied || processes.mm().memory().slabFails()) {
            answer(Errno.ENOMEM);
            if (childMm != null && childMm.putUser()) {
                actor.call(new ExitMmap(parent.cpu(), childMm));
            }
            return Flow.NEXT;
        }
        child = processes.add(childName, childMm, files);
        return Flow.DONE;
    }

    private int undo(Actor actor) {
        OpenFile file = files.takeNext(false);
        if (file == null) {
            return Flow.DONE;
        }
        Operation<?> release = file.put(parent.cpu());
        if (release != null) {
            actor.call(release);
        }
        return Flow.AGAIN;
    }
}
