package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code __vfio_group_unset_container} and {@code vfio_iommu_type1_detach_group}: a group leaves its container. With the last one all
 * mappings are unmapped and unpinned, before the domain goes.
 */
final class DetachGroup extends Operation<DetachGroup> {
    private static final Program<DetachGroup> STEPS = Program.<DetachGroup>of("__vfio_group_unset_container")
            .cpu("down_write container->group_lock", Cost.INCLUDED, (o, a) -> o.lockContainer(a))
            .waits()
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lockIommu(a))
            .waits()
            .cpu("vfio_iommu_type1_detach_group", Cost.INCLUDED, (o, a) -> o.removeNext(a))
            .returned((o, a) -> o.removeNext(a))
            .cpu("iommu_detach_group, iommu_domain_free", Cost.INCLUDED, (o, a) -> o.detach(a))
            .build();

    private final VfioDriver driver;
    private final VfioGroup group;
    private final RemoveDma remove;
    private @Nullable Container container;
    private @Nullable Type1Iommu iommu;

    /**
     * A group's leave.
     *
     * @param group the group; nothing happens if it has no container
     */
    DetachGroup(VfioDriver driver, VfioGroup group) {
        super(STEPS);
        this.driver = driver;
        this.group = group;
        remove = new RemoveDma(driver);
    }

    private int lockContainer(Actor actor) {
        container = group.container();
        if (container == null) {
            return Flow.DONE;
        }
        iommu = container.iommu();
        return mutexLock(actor, container.groupLock());
    }

    private int lockIommu(Actor actor) {
        return iommu == null ? Flow.PASS : mutexLock(actor, iommu.lock());
    }

    private boolean last() {
        return container != null && container.groups().size() == 1;
    }

    /** All mappings go one after the other, if it is the last group. */
    private int removeNext(Actor actor) {
        if (iommu == null || !last() || iommu.mappings().isEmpty()) {
            return Flow.PASS;
        }
        boolean unmaps = driver.rules().unmapsAtDetach() && iommu.attachment().unmapsAtDetach();
        actor.call(remove.of(iommu, iommu.mappings().iterator().next(), unmaps));
        return Flow.NEXT;
    }

    private int detach(Actor actor) {
        if (container == null) {
            throw new IllegalStateException("no container");
        }
        container.groups().remove(group);
        group.setContainer(null);
        if (iommu != null) {
            leave(container, iommu);
            iommu.lock().unlock(actor);
        }
        if (container.groups().isEmpty()) {
            container.setIommu(null);
        }
        container.groupLock().unlock(actor);
        return Flow.DONE;
    }

    private void leave(Container from, Type1Iommu type1) {
        Attachment left = type1.attachment();
        type1.mms().forEach(mm -> mm.unbind(group));
        if (!left.emulated() && group.iommuBacked()) {
            left.detach(group.mdev());
        }
        if (from.groups().isEmpty()) {
            type1.mms().clear();
            left.free();
        }
    }
}
