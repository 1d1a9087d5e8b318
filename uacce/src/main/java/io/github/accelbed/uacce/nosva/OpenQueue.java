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
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.CloseMapped.Area;
import org.jspecify.annotations.Nullable;

/** What the library does for a queue: open, mmap of both regions of the hardware, START_Q. */
final class OpenQueue extends OpenOperation<OpenQueue> {
    private static final Program<OpenQueue> STEPS = Program.<OpenQueue>of("wd_request_queue")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.open())
            .cpu("mmap DUS", Cost.INCLUDED, (o, a) -> o.map(a, o.opened().dus()))
            .cpu("mmap MMIO", Cost.INCLUDED, (o, a) -> o.map(a, o.opened().mmio()))
            .cpu("ioctl START_Q", Cost.SYSCALL, (o, a) -> o.start(a))
            .build();

    private final NosvaDriver driver;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable NosvaQueue queue;
    private @Nullable Mmap mmap;

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
        if (queue == null) {
            throw new IllegalStateException("not open");
        }
        return queue;
    }

    private int open() {
        task.countSyscalls(1);
        DmaSpace space = driver.space(device);
        answer(driver.addressing().mayOpen(space, task.mm()));
        if (!result().ok()) {
            return Flow.DONE;
        }
        Errno prepared = task.prepareOpen();
        answer(prepared.ok() && driver.kernel().fails(Allocation.SLAB) ? Errno.ENOMEM : prepared);
        if (!result().ok()) {
            return Flow.DONE;
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            answer(Errno.EBUSY);
            return Flow.DONE;
        }
        OpenFile file = new OpenFile("/dev/" + device.name() + "-0", driver);
        NosvaTranslator translator = new NosvaTranslator(space, task.mm());
        queue = new NosvaQueue(
                driver.kernel(), options.name(), hardware, file, space, task.mm(), translator, driver.nextSerial());
        driver.add(queue);
        task.files().install(file, !options.inherit());
        return Flow.NEXT;
    }

    /** The addresses are the queue's own, so only memory can be missing. */
    private int map(Actor actor, Area area) {
        if (mmap != null && !mmap.result().ok()) {
            return fail(actor, mmap.result());
        }
        task.countSyscalls(1);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        mmap = new Mmap(task.cpu(), task.mm(), area.start(), area.pages(), flags, null, opened().file());
        actor.call(mmap);
        return Flow.NEXT;
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        actor.charge(0);
        actor.call(opened().close(task, false));
        return Flow.DONE;
    }

    private int start(Actor actor) {
        if (mmap != null && !mmap.result().ok()) {
            return fail(actor, mmap.result());
        }
        task.countSyscalls(1);
        opened().hardware().start();
        return Flow.DONE;
    }
}
