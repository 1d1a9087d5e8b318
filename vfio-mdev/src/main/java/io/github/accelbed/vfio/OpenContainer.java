package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** {@code vfio_fops_open}: open(2) of {@code /dev/vfio/vfio}, which anybody may do. */
public final class OpenContainer extends AccessOperation<OpenContainer> {
    private static final Program<OpenContainer> STEPS = Program.<OpenContainer>of("open container")
            .cpu("vfio_fops_open", Cost.INCLUDED, (o, a) -> o.open())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final boolean closeOnExec;
    private @Nullable Container container;

    /**
     * An opening.
     *
     * @param driver VFIO
     * @param task who opens
     * @param closeOnExec whether exec closes the descriptor
     */
    public OpenContainer(VfioDriver driver, Task task, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.closeOnExec = closeOnExec;
    }

    /**
     * The new container; null before the end.
     *
     * @return the container, or null
     */
    @Nullable
    public Container container() {
        return container;
    }

    /**
     * Its file.
     *
     * @return the file, or null unless the answer is OK
     */
    @Nullable
    public OpenFile file() {
        return container == null ? null : container.file();
    }

    private int open() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        Errno why = prepared.ok() && driver.kernel().fails(Allocation.SLAB) ? Errno.ENOMEM : prepared;
        if (!why.ok()) {
            return fail(why);
        }
        container = driver.newContainer();
        task.files().install(container.file(), closeOnExec);
        return Flow.DONE;
    }
}
