package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code VFIO_GROUP_UNSET_CONTAINER}, {@code vfio_group_unset_container}: EINVAL without a container, EBUSY while the device is open, else
 * the same as the close of the group.
 */
public final class UnsetContainer extends AccessOperation<UnsetContainer> {
    private static final Program<UnsetContainer> STEPS = Program.<UnsetContainer>of("VFIO_GROUP_UNSET_CONTAINER")
            .cpu("vfio_group_unset_container", Cost.SYSCALL, (o, a) -> o.unset(a))
            .build();

    private final Task task;
    private final VfioGroup group;
    private final DetachGroup detach;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param group on which group's descriptor
     */
    public UnsetContainer(VfioDriver driver, Task task, VfioGroup group) {
        super(STEPS);
        this.task = task;
        this.group = group;
        detach = new DetachGroup(driver, group);
    }

    private int unset(Actor actor) {
        task.countSyscalls(1);
        if (group.container() == null) {
            return fail(Errno.EINVAL);
        }
        if (group.inUse()) {
            return fail(Errno.EBUSY);
        }
        actor.call(detach);
        return Flow.DONE;
    }
}
