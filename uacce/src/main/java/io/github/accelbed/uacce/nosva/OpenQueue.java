package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.CloseMapped.Area;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the library does for a queue: open, mmap of both regions of the hardware, START_Q. */
final class OpenQueue extends OpenOperation<OpenQueue> {
    private static final Program<OpenQueue> STEPS = Program.<OpenQueue>of("wd_request_queue")
            .cpu("chrdev_open, cdev_get", Cost.INCLUDED, (o, a) -> o.getCdev())
            .undo("cdev_put", Cost.INCLUDED, (o, a) -> o.putCdev())
            .cpu("uacce_dev_open_check", Cost.INCLUDED, (o, a) -> o.check())
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.open())
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.opened().file())))
            .calls("mmap DUS", Cost.INCLUDED, o -> o.map(o.opened().dus()))
            .undo("munmap DUS", Cost.INCLUDED, calling(o -> o.unmap(o.opened().dus())))
            .calls("mmap MMIO", Cost.INCLUDED, o -> o.map(o.opened().mmio()))
            .cpu("ioctl START_Q", Cost.SYSCALL, (o, a) -> o.start())
            .userSpace()
            .build();

    private final NosvaDriver driver;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable NosvaQueue queue;

    OpenQueue(NosvaDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? queue : null;
    }

    private NosvaQueue opened() {
        return Objects.requireNonNull(queue, "not open");
    }

    private int getCdev() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        driver.space(device).getCdev();
        return Flow.NEXT;
    }

    /** The file has it from the open on. */
    private int putCdev() {
        if (queue == null) {
            driver.space(device).putCdev();
        }
        return Flow.NEXT;
    }

    private int check() {
        Errno may = driver.addressing().mayOpen(driver.space(device));
        return may.ok() ? Flow.NEXT : fail(may);
    }

    private int open() {
        DmaSpace space = driver.space(device);
        if (driver.kernel().fails(Allocation.SLAB)) {
            return fail(Errno.ENOMEM);
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            return fail(Errno.EBUSY);
        }
        OpenFile file = new OpenFile("/dev/" + device.name() + "-0", driver);
        NosvaTranslator translator = new NosvaTranslator(space, task.mm());
        queue = new NosvaQueue(driver, options.name(), hardware, file, space, task.mm(), translator);
        driver.add(queue);
        task.files().install(file, !options.inherit());
        return Flow.NEXT;
    }

    /** The addresses are the queue's own, so only memory can be missing. */
    private Mmap map(Area area) {
        task.countSyscalls(1);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        return new Mmap(task.cpu(), task.mm(), area.start(), area.pages(), flags, null, opened().file());
    }

    private Munmap unmap(Area area) {
        task.countSyscalls(1);
        return new Munmap(task.cpu(), task.mm(), area.start(), area.pages());
    }

    private int start() {
        task.countSyscalls(1);
        opened().hardware().start();
        return Flow.DONE;
    }
}
