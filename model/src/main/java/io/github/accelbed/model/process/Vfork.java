package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfork}: the child shares the address space (CLONE_VM) and the parent waits for its exec or exit. Nothing is
 * write-protected and no notifier fires.
 */
public final class Vfork extends Operation<Vfork> {
    private static final Program<Vfork> STEPS = Program.<Vfork>of("vfork")
            .cpu("copy_files, share mm", Cost.SYSCALL, (o, a) -> o.share())
            .build();

    private final Processes processes;
    private final Task parent;
    private final String childName;
    private @Nullable Task child;

    /**
     * A vfork.
     *
     * @param processes all processes
     * @param parent who forks
     * @param childName the child's name
     */
    public Vfork(Processes processes, Task parent, String childName) {
        super(STEPS);
        this.processes = processes;
        this.parent = parent;
        this.childName = childName;
    }

    /**
     * The new process.
     *
     * @return the child, or null before the call
     */
    public @Nullable Task child() {
        return child;
    }

    private int share() {
        parent.countSyscalls(1);
        parent.mm().getUser();
        child = processes.add(childName, parent.mm(), parent.files().copy());
        parent.waitFor(child);
        return Flow.DONE;
    }
}
