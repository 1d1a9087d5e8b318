package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** open(2) of {@code /dev/iommu}. */
final class OpenIommufd extends AccessOperation<OpenIommufd> {
    private static final Program<OpenIommufd> STEPS = Program.<OpenIommufd>of("open iommufd")
            .cpu("iommufd_fops_open", Cost.INCLUDED, (o, a) -> o.open())
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final boolean closeOnExec;
    private @Nullable IommufdContext context;

    /**
     * An opening.
     *
     * @param closeOnExec whether exec closes the descriptor
     */
    OpenIommufd(IommufdDriver driver, Task task, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.closeOnExec = closeOnExec;
    }

    /** The new context; null before the end. */
    @Nullable
    IommufdContext context() {
        return context;
    }

    /** Its file, or null unless the answer is OK. */
    @Nullable
    OpenFile file() {
        return context == null ? null : context.file();
    }

    private int open() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        Errno why = prepared.ok() && driver.kernel().fails(Allocation.SLAB) ? Errno.ENOMEM : prepared;
        if (!why.ok()) {
            return fail(why);
        }
        context = new IommufdContext(driver);
        driver.contexts().add(context);
        task.files().install(context.file(), closeOnExec);
        return Flow.DONE;
    }
}
