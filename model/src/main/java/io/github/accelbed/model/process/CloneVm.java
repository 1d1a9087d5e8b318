package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code clone} with CLONE_VM alone: another process in the same address space, with descriptors of its own, and nobody waits. It does
 * what a second thread does beside the first, as far as memory goes.
 */
public final class CloneVm extends Operation<CloneVm> {
    private static final Program<CloneVm> STEPS = Program.<CloneVm>of("clone(CLONE_VM)")
            .cpu("copy_files, share mm", Cost.SYSCALL, (o, a) -> o.share())
            .build();

    private final Processes processes;
    private final Task parent;
    private final String childName;
    private @Nullable Task child;

    /**
     * A clone.
     *
     * @param processes where the child goes
     * @param parent who calls
     * @param childName the child's name
     */
    public CloneVm(Processes processes, Task parent, String childName) {
        super(STEPS);
        this.processes = processes;
        this.parent = parent;
        this.childName = childName;
    }

    /**
     * The new process.
     *
     * @return the child, null before the call
     */
    public @Nullable Task child() {
        return child;
    }

    private int share() {
        parent.countSyscalls(1);
        parent.mm().getUser();
        child = processes.add(childName, parent.mm(), parent.files().copy());
        return Flow.DONE;
    }
}
