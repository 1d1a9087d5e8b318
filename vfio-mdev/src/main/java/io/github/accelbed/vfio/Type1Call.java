package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * A call on a container that {@code vfio_iommu_type1_ioctl} (drivers/vfio/vfio_iommu_type1.c) serves and that holds {@code iommu->lock} to
 * its end.
 *
 * @param <O> the call
 */
abstract class Type1Call<O extends Type1Call<O>> extends AccessOperation<O> {
    private final Task task;
    private final @Nullable Container container;
    private @Nullable Type1Iommu iommu;
    private @Nullable Actor holder;

    /**
     * A call.
     *
     * @param steps its steps
     * @param task who calls
     * @param container the container, or null if the queue has none
     */
    Type1Call(Program<O> steps, Task task, @Nullable Container container) {
        super(steps);
        this.task = task;
        this.container = container;
    }

    final Task task() {
        return task;
    }

    /** The container that was entered. */
    final Container container() {
        if (container == null) {
            throw new IllegalStateException("not entered");
        }
        return container;
    }

    final Type1Iommu iommu() {
        if (iommu == null) {
            throw new IllegalStateException("not entered");
        }
        return iommu;
    }

    /** What is wrong with the arguments alone, before any lock. */
    Errno checkArguments() {
        return Errno.OK;
    }

    /** Undoes what a killed caller leaves half done; the lock is held. */
    void giveUp() {}

    /** The first step: the checks before any lock. */
    final int enter() {
        answer(enterContainer(task, container));
        if (result().ok()) {
            answer(checkArguments());
        }
        if (!result().ok() || container == null) {
            return Flow.DONE;
        }
        iommu = container.iommu();
        return Flow.NEXT;
    }

    /** The checks that all calls on a container share. */
    static Errno enterContainer(Task task, @Nullable Container container) {
        task.countSyscalls(1);
        if (container == null) {
            return Errno.EINVAL;
        }
        if (!task.files().holds(container.file())) {
            return Errno.EBADF;
        }
        return container.iommu() == null ? Errno.EINVAL : Errno.OK;
    }

    /** The second step. */
    final int lock(Actor actor) {
        if (!iommu().lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        holder = actor;
        return Flow.NEXT;
    }

    /** The last step. */
    final int unlock(Actor actor) {
        iommu().lock().unlock(actor);
        holder = null;
        return Flow.DONE;
    }

    @Override
    protected final void abandoned() {
        if (holder != null) {
            giveUp();
            iommu().lock().unlock(holder);
            holder = null;
        }
    }
}
