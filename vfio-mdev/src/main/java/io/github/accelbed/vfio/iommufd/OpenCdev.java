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

/** {@code vfio_device_fops_cdev_open}: open(2) of a device's node. It gives nothing yet: the device is had by who binds it. */
final class OpenCdev extends AccessOperation<OpenCdev> {
    private static final Program<OpenCdev> STEPS = Program.<OpenCdev>of("open device node")
            .cpu("vfio_device_fops_cdev_open", Cost.INCLUDED, (o, a) -> o.open())
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final VfioCdev cdev;
    private final boolean closeOnExec;
    private @Nullable OpenFile file;

    /**
     * An opening.
     *
     * @param closeOnExec whether exec closes the descriptor
     */
    OpenCdev(IommufdDriver driver, Task task, VfioCdev cdev, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.cdev = cdev;
        this.closeOnExec = closeOnExec;
    }

    /** Which node. */
    VfioCdev cdev() {
        return cdev;
    }

    /** The file, or null unless the answer is OK. */
    @Nullable
    OpenFile file() {
        return file;
    }

    private int open() {
        task.countSyscalls(1);
        if (!cdev.mdev().active()) {
            return fail(Errno.ENODEV);
        }
        Errno prepared = task.prepareOpen();
        Errno why = prepared.ok() && driver.kernel().fails(Allocation.SLAB) ? Errno.ENOMEM : prepared;
        if (!why.ok()) {
            return fail(why);
        }
        file = new OpenFile(
                "/dev/vfio/devices/vfio" + cdev.number(), (cpu, released) -> new ReleaseCdev(driver, cdev, released));
        task.files().install(file, closeOnExec);
        return Flow.DONE;
    }
}
