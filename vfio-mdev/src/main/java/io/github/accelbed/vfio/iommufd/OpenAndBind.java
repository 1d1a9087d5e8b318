package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;

/** open(2) of a device's node and BIND: what it takes to learn whether somebody else has the device, and if not to have it. */
final class OpenAndBind extends AccessOperation<OpenAndBind> {
    private static final Program<OpenAndBind> STEPS = Program.<OpenAndBind>of("take device")
            .userSpace()
            .calls("vfio_device_fops_cdev_open", Cost.INCLUDED, o -> o.open)
            .undo("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .calls("VFIO_DEVICE_BIND_IOMMUFD", Cost.INCLUDED, o -> o.bind())
            .build();

    private final Task task;
    private final IommufdContext context;
    private final OpenCdev open;

    /**
     * A try.
     *
     * @param context to which iommufd
     * @param closeOnExec whether exec closes the descriptor
     */
    OpenAndBind(IommufdDriver driver, Task task, VfioCdev cdev, IommufdContext context, boolean closeOnExec) {
        super(STEPS);
        this.task = task;
        this.context = context;
        open = new OpenCdev(driver, task, cdev, closeOnExec);
    }

    /** The open(2). */
    OpenCdev open() {
        return open;
    }

    private OpenFile file() {
        OpenFile file = open.file();
        return Objects.requireNonNull(file, "not open");
    }

    private BindIommufd bind() {
        return new BindIommufd(task, open.cdev(), file(), context);
    }

    private int close(Actor actor) {
        actor.call(new CloseFile(task, file()));
        return Flow.NEXT;
    }
}
