package io.github.accelbed.vfio;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.row.VfioAccess;
import io.github.accelbed.vfio.row.VfioQueue;
import org.jspecify.annotations.Nullable;

/** Calls of VFIO that no step of the language makes. */
public final class VfioCalls {
    private VfioCalls() {}

    /** The container of a queue, or null if it has none or another driver. */
    public static @Nullable Container container(AccessQueue queue) {
        return queue instanceof VfioQueue vfio ? vfio.container() : null;
    }

    /** VFIO_SET_IOMMU on a container. */
    public static Operation<?> setIommu(Access row, Task task, Container container) {
        return new SetIommu(((VfioAccess) row).driver(), task, container, IommuType.TYPE1V2);
    }

    /** VFIO_GROUP_SET_CONTAINER of a queue's group. */
    public static Operation<?> join(Access row, Task task, AccessQueue queue, Container container) {
        VfioGroup group = VfioDriver.group(((VfioQueue) queue).mdev());
        return new SetContainer(((VfioAccess) row).driver(), task, group, FdArgument.of(task, container.file()));
    }
}
