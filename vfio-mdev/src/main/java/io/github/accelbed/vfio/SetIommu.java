package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code VFIO_SET_IOMMU}, {@code vfio_ioctl_set_iommu}: gives a container its address space and puts its groups there. EINVAL without a
 * group or if it has one, ENODEV for a type that nobody offers.
 */
public final class SetIommu extends AccessOperation<SetIommu> {
    private static final Program<SetIommu> STEPS = Program.<SetIommu>of("VFIO_SET_IOMMU")
            .cpu("vfio_ioctl_set_iommu", Cost.INCLUDED, (o, a) -> o.set(a))
            .waits()
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final Container container;
    private final IommuType type;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container on which container's descriptor
     * @param type what is asked for
     */
    public SetIommu(VfioDriver driver, Task task, Container container, IommuType type) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.container = container;
        this.type = type;
    }

    private int set(Actor actor) {
        if (!container.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        task.countSyscalls(1);
        Errno why = trySet();
        if (!why.ok()) {
            return fail(why);
        }
        container.groupLock().unlock(actor);
        return Flow.DONE;
    }

    private Errno trySet() {
        if (container.iommu() != null || container.groups().isEmpty()) {
            return Errno.EINVAL;
        }
        if (!type.offered()) {
            return Errno.ENODEV;
        }
        if (driver.kernel().fails(Allocation.SLAB)) {
            // vfio_iommu_type1_open
            return Errno.ENOMEM;
        }
        Attachment attachment = driver.attachment(container.groups());
        if (attachment == null) {
            return driver.rules().noDomain();
        }
        Type1Iommu iommu = new Type1Iommu(attachment, type == IommuType.TYPE1V2);
        List<VfioGroup> attached = new ArrayList<>();
        for (VfioGroup group : container.groups()) {
            Errno answer = AttachGroup.attach(driver, iommu, attached, group);
            if (!answer.ok()) {
                attached.forEach(other -> AttachGroup.detach(iommu, other));
                attachment.free();
                return answer;
            }
            attached.add(group);
        }
        container.setIommu(iommu);
        return Errno.OK;
    }
}
