package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_GROUP_SET_CONTAINER}, {@code vfio_group_set_container}: puts a group into a container, and into its address space if it has
 * one already. The checks in execution order: the group has a container, the descriptor, the group is gone, real and no-iommu groups mixed,
 * the group is not viable, then what attaching answers, and what {@link ReplayMappings} does.
 */
public final class SetContainer extends AccessOperation<SetContainer> {
    private static final Program<SetContainer> STEPS = Program.<SetContainer>of("VFIO_GROUP_SET_CONTAINER")
            .cpu("vfio_group_ioctl_set_container", Cost.INCLUDED, (o, a) -> o.enter())
            .cpu("vfio_container_attach_group", Cost.INCLUDED, (o, a) -> o.attach(a))
            .cpu("up_write container->group_lock", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final VfioGroup group;
    private final FdArgument fd;
    private @Nullable Container container;
    private @Nullable ReplayMappings replay;
    private @Nullable Actor holder;

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
        answer(check());
        return result().ok() ? Flow.NEXT : Flow.DONE;
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
        if (container == null) {
            throw new IllegalStateException("no container");
        }
        if (!container.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        answer(checkGroup(container));
        Type1Iommu iommu = container.iommu();
        if (result().ok() && iommu != null) {
            answer(AttachGroup.attach(driver, iommu, container.groups(), group));
        }
        holder = actor;
        if (result().ok()
                && iommu != null
                && group.iommuBacked()
                && iommu.attachment().emulated()) {
            Attachment domain = driver.attachment(List.of(group));
            if (domain == null) {
                answer(driver.rules().noDomain());
                return Flow.NEXT;
            }
            replay = new ReplayMappings(driver, iommu, domain, group);
            actor.call(replay);
        }
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        if (container == null) {
            throw new IllegalStateException("no container");
        }
        if (replay != null) {
            answer(replay.result());
        }
        if (result().ok()) {
            container.groups().add(group);
            group.setContainer(container);
        }
        holder = null;
        container.groupLock().unlock(actor);
        return Flow.DONE;
    }

    /** Killed in a replay; the kernel would finish it, here it is undone. */
    @Override
    protected void abandoned() {
        if (holder != null && container != null) {
            Type1Iommu iommu = container.iommu();
            if (replay != null
                    && replay.result().ok()
                    && iommu != null
                    && !iommu.attachment().emulated()) {
                Attachment left = iommu.attachment();
                ReplayMappings.undo(driver, iommu);
                left.detach(group.mdev());
                left.free();
            }
            container.groupLock().unlock(holder);
            holder = null;
        }
    }

    private Errno checkGroup(Container into) {
        VfioRules rules = driver.rules();
        if (group.revoked()) {
            return Errno.ENODEV;
        }
        if (into.groups().stream().anyMatch(other -> other.noIommu() != group.noIommu())) {
            return Errno.EPERM;
        }
        return group.viable() || !rules.claimsOwnershipAtSetContainer() ? Errno.OK : Errno.EBUSY;
    }
}
