package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code IOMMU_DESTROY}: ENOENT for an unknown id, EBUSY for one that others need, as VFIO needs a bound device. */
final class DestroyObject extends AccessOperation<DestroyObject> {
    private static final Program<DestroyObject> STEPS = Program.<DestroyObject>of("IOMMU_DESTROY")
            .cpu("iommufd_destroy", Cost.SYSCALL, (o, a) -> o.destroy(a))
            .build();

    private final EmptyHwpt empty;
    private final Task task;
    private final IommufdContext context;
    private final int id;

    DestroyObject(IommufdDriver driver, Task task, IommufdContext context, int id) {
        super(STEPS);
        empty = new EmptyHwpt(driver);
        this.task = task;
        this.context = context;
        this.id = id;
    }

    private int destroy(Actor actor) {
        task.countSyscalls(1);
        IommufdObject object = context.find(id);
        if (object == null) {
            return fail(Errno.ENOENT);
        }
        if (object.users() > 0 || object instanceof VfioCdev) {
            return fail(Errno.EBUSY);
        }
        context.remove(object);
        if (object instanceof Hwpt hwpt) {
            actor.call(empty.of(context, hwpt));
        }
        return Flow.DONE;
    }
}
