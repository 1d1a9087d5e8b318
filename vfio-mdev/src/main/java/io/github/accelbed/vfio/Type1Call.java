package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
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

    /**
     * A call.
     *
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
        return Objects.requireNonNull(container, "not entered");
    }

    final Type1Iommu iommu() {
        return Objects.requireNonNull(iommu, "not entered");
    }

    /** What is wrong with the arguments alone, before any lock. */
    Errno checkArguments() {
        return Errno.OK;
    }

    /** The first step: the checks before any lock. */
    final int enter() {
        Errno entered = enterContainer(task, container);
        Errno why = entered.ok() ? checkArguments() : entered;
        if (!why.ok()) {
            return fail(why);
        }
        iommu = container().iommu();
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
        return mutexLock(actor, iommu().lock());
    }

    /** The last step. */
    final int unlock(Actor actor) {
        iommu().lock().unlock(actor);
        return Flow.DONE;
    }
}
