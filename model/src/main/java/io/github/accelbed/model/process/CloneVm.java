package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code clone} with CLONE_VM (kernel/fork.c, {@code kernel_clone}): another process in the same address space, with descriptors of its
 * own. Nothing is write-protected and no notifier fires. Without CLONE_VFORK nobody waits, so it does what a second thread does beside the
 * first, as far as memory goes; {@link #vfork} is the same call with it.
 */
public final class CloneVm extends Operation<CloneVm> {
    private static final Program<CloneVm> CLONE = steps("clone(CLONE_VM)");
    private static final Program<CloneVm> VFORK = steps("vfork");

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
        this(CLONE, processes, parent, childName);
    }

    private CloneVm(Program<CloneVm> steps, Processes processes, Task parent, String childName) {
        super(steps);
        this.processes = processes;
        this.parent = parent;
        this.childName = childName;
    }

    /**
     * {@code vfork}: with CLONE_VFORK, the parent waits for the child's exec or exit.
     *
     * @param processes where the child goes
     * @param parent who calls
     * @param childName the child's name
     * @return the call
     */
    public static CloneVm vfork(Processes processes, Task parent, String childName) {
        return new CloneVm(VFORK, processes, parent, childName);
    }

    private static Program<CloneVm> steps(String name) {
        return Program.<CloneVm>of(name)
                .cpu("copy_files, share mm", Cost.SYSCALL, (o, a) -> o.share(a))
                .build();
    }

    /**
     * The new process.
     *
     * @return the child, null before the call
     */
    public @Nullable Task child() {
        return child;
    }

    private int share(Actor actor) {
        parent.countSyscalls(1);
        if (actor.fatalSignalPending()) {
            return fail(Errno.EINTR);
        }
        parent.mm().getUser();
        Task made = processes.add(childName, parent.mm(), parent.files().copy());
        child = made;
        if (program() == VFORK) {
            parent.waitFor(made);
        }
        return Flow.DONE;
    }
}
