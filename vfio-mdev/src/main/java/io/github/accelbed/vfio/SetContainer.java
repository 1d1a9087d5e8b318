package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_GROUP_SET_CONTAINER}, {@code vfio_group_set_container}: puts a group into a container, and into its address space if it has
 * one already. The checks in execution order: the group has a container, the descriptor, the group is gone, then what
 * attaching answers. Left out: groups that are not viable, without any IOMMU, or of another kind than the container's.
 */
public final class SetContainer extends AccessOperation<SetContainer> {
    private static final Program<SetContainer> STEPS = Program.<SetContainer>of("VFIO_GROUP_SET_CONTAINER")
            .cpu("vfio_group_ioctl_set_container", Cost.INCLUDED, (o, a) -> o.enter())
            .cpu("vfio_container_attach_group", Cost.INCLUDED, (o, a) -> o.attach(a))
            .waits()
            .cpu("up_write container->group_lock", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final VfioGroup group;
    private final FdArgument fd;
    private @Nullable Container container;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param group on which group's descriptor
     * @param fd which container
     */
    public SetContainer(VfioDriver driver, Task task, VfioGroup group, FdArgument fd) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.group = group;
        this.fd = fd;
    }

    private int enter() {
        task.countSyscalls(1);
        container = fd.file() == null ? null : driver.container(fd.file());
        Errno why = check();
        return why.ok() ? Flow.NEXT : fail(why);
    }

    private Container container() {
        return Objects.requireNonNull(container, "no container");
    }

    private Errno check() {
        VfioRules rules = driver.rules();
        if (group.container() != null) {
            return Errno.EINVAL;
        }
        if (fd.negative()) {
            return rules.negativeContainerFd();
        }
        if (fd.file() == null) {
            return Errno.EBADF;
        }
        return container == null ? rules.notAContainerFd() : Errno.OK;
    }

    private int attach(Actor actor) {
        Container into = container();
        if (!into.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        Errno why = group.revoked() ? Errno.ENODEV : Errno.OK;
        Type1Iommu iommu = into.iommu();
        if (why.ok() && iommu != null) {
            why = AttachGroup.attach(driver, iommu, into.groups(), group);
        }
        return why.ok() ? Flow.NEXT : fail(why);
    }

    private int finish(Actor actor) {
        container().groups().add(group);
        group.setContainer(container());
        container().groupLock().unlock(actor);
        return Flow.DONE;
    }
}
