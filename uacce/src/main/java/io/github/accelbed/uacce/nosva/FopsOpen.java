package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * open(2) of a device without SVA: {@code chrdev_open} takes a reference of the node before {@code uacce_fops_open} of the sixth posting is
 * called, whose {@code uacce_dev_open_check} counts them.
 */
final class FopsOpen extends OpenOperation<FopsOpen> {
    private static final Program<FopsOpen> STEPS = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("chrdev_open, cdev_get", Cost.INCLUDED, (o, a) -> o.getCdev())
            .undo("cdev_put", Cost.INCLUDED, (o, a) -> o.putCdev())
            .cpu("uacce_dev_open_check", Cost.INCLUDED, (o, a) -> o.check())
            .cpu("get_queue", Cost.OPEN_CLOSE, (o, a) -> o.getQueue())
            .build();

    private final NosvaDriver driver;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable NosvaQueue queue;

    FopsOpen(NosvaDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable NosvaQueue queue() {
        return queue;
    }

    /** The new queue, after an open that went well. */
    NosvaQueue opened() {
        return Objects.requireNonNull(queue, "not open");
    }

    private DmaSpace space() {
        return driver.space(device);
    }

    private int getCdev() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        space().getCdev();
        return Flow.NEXT;
    }

    private int putCdev() {
        space().putCdev();
        return Flow.NEXT;
    }

    private int check() {
        Errno may = driver.addressing().mayOpen(space());
        return may.ok() ? Flow.NEXT : fail(may);
    }

    private int getQueue() {
        if (driver.kernel().fails(Allocation.SLAB)) {
            return fail(Errno.ENOMEM);
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            return fail(Errno.EBUSY);
        }
        OpenFile file = new OpenFile("/dev/" + device.name() + "-0", driver);
        NosvaTranslator translator = new NosvaTranslator(space(), task.mm());
        queue = new NosvaQueue(driver, options.name(), hardware, file, space(), task.mm(), translator);
        driver.add(opened());
        task.files().install(file, !options.inherit());
        return Flow.DONE;
    }
}
