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
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lockIommu(a))
            .cpu("vfio_iommu_type1_detach_group", Cost.INCLUDED, (o, a) -> o.removeNext(a))
            .cpu("iommu_detach_group, iommu_domain_free", Cost.INCLUDED, (o, a) -> o.detach())
            .build();

    private final VfioDriver driver;
    private final VfioGroup group;
    private @Nullable Container container;
    private @Nullable Type1Iommu iommu;
    private @Nullable Actor containerHolder;
    private @Nullable Actor iommuHolder;

    /**
     * A group's leave.
     *
     * @param driver VFIO
     * @param group the group; nothing happens if it has no container
     */
    DetachGroup(VfioDriver driver, VfioGroup group) {
        super(STEPS);
        this.driver = driver;
        this.group = group;
    }

    private int lockContainer(Actor actor) {
        container = group.container();
        if (container == null) {
            return Flow.DONE;
        }
        if (!container.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        containerHolder = actor;
        iommu = container.iommu();
        return Flow.NEXT;
    }

    private int lockIommu(Actor actor) {
        if (iommu != null) {
            if (!iommu.lock().lock(actor)) {
                return Flow.BLOCKED;
            }
            iommuHolder = actor;
        }
        return Flow.NEXT;
    }

    private boolean unmaps(Type1Iommu of) {
        return driver.rules().unmapsAtDetach() && of.attachment().unmapsAtDetach();
    }

    private boolean last() {
        return container != null && container.groups().size() == 1;
    }

    private int removeNext(Actor actor) {
        if (iommu == null || !last() || iommu.mappings().isEmpty()) {
            return Flow.NEXT;
        }
        actor.call(new RemoveDma(driver, iommu, iommu.mappings().iterator().next(), unmaps(iommu)));
        return Flow.AGAIN;
    }

    private int detach() {
        leave();
        release();
        return Flow.DONE;
    }

    private void leave() {
        if (container != null) {
            container.groups().remove(group);
            group.setContainer(null);
            if (iommu != null) {
                Attachment left = iommu.attachment();
                if (!left.emulated()
                        && group.iommuBacked()
                        && !container.groups().isEmpty()
                        && container.groups().stream().noneMatch(VfioGroup::iommuBacked)) {
                    ReplayMappings.undo(driver, iommu);
                }
                if (!left.emulated() && group.iommuBacked()) {
                    left.detach(group.mdev());
                }
                if (iommu.attachment() != left) {
                    left.free();
                }
            }
            if (container.groups().isEmpty()) {
                if (iommu != null) {
                    iommu.attachment().free();
                }
                container.setIommu(null);
            }
        }
    }

    private void release() {
        if (iommu != null && iommuHolder != null) {
            iommu.lock().unlock(iommuHolder);
            iommuHolder = null;
        }
        if (container != null && containerHolder != null) {
            container.groupLock().unlock(containerHolder);
            containerHolder = null;
        }
    }

    /** The rest at once; a release runs to its end whatever happens to the task. */
    @Override
    protected void abandoned() {
        container = group.container();
        if (container != null) {
            iommu = container.iommu();
            while (iommu != null && last() && !iommu.mappings().isEmpty()) {
                RemoveDma.removeNow(driver, iommu, iommu.mappings().iterator().next(), unmaps(iommu));
            }
            leave();
        }
        release();
    }
}
