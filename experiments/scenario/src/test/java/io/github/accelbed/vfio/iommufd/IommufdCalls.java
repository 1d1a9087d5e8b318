package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.Objects;

/** Calls of iommufd that no step of the language makes. */
public final class IommufdCalls {
    private final IommufdDriver driver;
    private final Task task;
    private final IommufdContext context;
    private final Ioas ioas;

    /** Of a task, on the context and the IOAS of a queue. */
    public IommufdCalls(Access row, Task task, AccessQueue queue) {
        this.task = task;
        driver = ((IommufdAccess) row).driver();
        context = Objects.requireNonNull(((IommufdQueue) queue).context());
        ioas = Objects.requireNonNull(((IommufdQueue) queue).ioas());
    }

    /** Whether it is a queue of this driver, with all of its set-up. */
    public static boolean has(AccessQueue queue) {
        return queue instanceof IommufdQueue cdev && cdev.ioas() != null;
    }

    /** IOMMU_HWPT_ALLOC on the IOAS. */
    public Operation<?> allocTable() {
        return new HwptAlloc(driver, task.cpu(), context, ioas.id(), false, false);
    }

    /** IOMMU_IOAS_COPY from the IOAS to another place in it. */
    public Operation<?> copy(long from, long to, int pages) {
        return new IoasCopy(driver, task, context, ioas.id(), from, ioas.id(), to, pages);
    }
}
