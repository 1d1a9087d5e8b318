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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code kernel_clone} (kernel/fork.c) as fork: descriptors first, then memory. On failure nothing of the child stays; a process
 * with a SIGKILL pending makes no child.
 */
public final class Fork extends Operation<Fork> {
    private static final Program<Fork> STEPS = Program.<Fork>of("fork")
            .cpu("copy_files", Cost.INCLUDED, (o, a) -> o.copyFiles(a))
            .undo("bad_fork_cleanup_files", Cost.INCLUDED, (o, a) -> o.closeNext(a))
            .cpu("allocate_mm", Cost.INCLUDED, (o, a) -> o.allocateMm())
            .undo("mmput", Cost.INCLUDED, (o, a) -> o.putMm(a))
            .calls("dup_mm", Cost.INCLUDED, o -> o.dupMmap)
            .cpu("wake_up_new_task", Cost.INCLUDED, (o, a) -> o.finish(a))
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

    private MmStruct childMm() {
        return Objects.requireNonNull(childMm, "dup_mm has not run");
    }

    private int copyFiles(Actor actor) {
        parent.countSyscalls(1);
        if (actor.fatalSignalPending()) {
            return fail(Errno.EINTR);
        }
        PhysicalMemory memory = processes.mm().memory();
        boolean withoutTask = memory.slabFails();
        boolean withoutTable = !withoutTask && memory.slabFails();
        if (withoutTask || withoutTable) {
            // dup_task_struct, dup_fd
            return fail(Errno.ENOMEM);
        }
        files = parent.files().copy();
        return Flow.NEXT;
    }

    private int allocateMm() {
        if (processes.mm().memory().slabFails()) {
            return fail(Errno.ENOMEM);
        }
        childMm = processes.mm().newMm(childName);
        dupMmap = new DupMmap(parent.cpu(), parent.mm(), childMm);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        // alloc_pid comes last
        if (processes.mm().memory().slabFails()) {
            return fail(Errno.ENOMEM);
        }
        if (actor.fatalSignalPending()) {
            return fail(Errno.EINTR);
        }
        child = processes.add(childName, childMm(), files);
        return Flow.DONE;
    }

    private int putMm(Actor actor) {
        if (childMm().putUser()) {
            actor.call(new ExitMmap(parent.cpu(), childMm()));
        }
        return Flow.NEXT;
    }

    private int closeNext(Actor actor) {
        if (!CloseFile.closeNext(actor, parent.cpu(), files, false)) {
            return Flow.PASS;
        }
        return files.hasNext(false) ? Flow.AGAIN : Flow.NEXT;
    }
}
