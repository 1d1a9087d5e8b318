package io.github.accelbed.uacce.capi;

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
import org.jspecify.annotations.Nullable;

/**
 * What libcxl does: open the AFU, START_WORK with the caller's mm, mmap the problem state area. Which errno a full AFU answers is UNVERIFIED
 * (ENOSPC, as its allocation of a process element does).
 */
final class OpenAfu extends OpenOperation<OpenAfu> {
    private static final Program<OpenAfu> STEPS = Program.<OpenAfu>of("cxl_afu_open_dev")
            .cpu("afu_open, cxl_context_init", Cost.OPEN_CLOSE, (o, a) -> o.open())
            .cpu("CXL_IOCTL_START_WORK", Cost.SYSCALL, (o, a) -> o.attach())
            .cpu("mmap", Cost.INCLUDED, (o, a) -> o.map(a))
            .cpu("close after failure", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final CxlDriver driver;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable CxlContext context;
    private @Nullable Mmap mmap;

    OpenAfu(CxlDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() && mmap != null ? context : null;
    }

    private int open() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok() || driver.kernel().fails(Allocation.SLAB)) {
            answer(prepared.ok() ? Errno.ENOMEM : prepared);
            return Flow.DONE;
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            answer(Errno.ENOSPC);
            return Flow.DONE;
        }
        OpenFile file = new OpenFile("/dev/cxl/afu0.0s", driver);
        CxlContext opened = CxlContext.of(
                driver.kernel(), driver.erat(device), options.name(), hardware, file, task.mm(), driver.nextSerial());
        driver.add(opened);
        task.files().install(file, !options.inherit());
        context = opened;
        return Flow.NEXT;
    }

    private int attach() {
        task.countSyscalls(1);
        if (driver.kernel().fails(Allocation.SLAB)) {
            // memdup_user of the work
            answer(Errno.ENOMEM);
        } else if (context != null) {
            context.attach();
        }
        return Flow.NEXT;
    }

    private int map(Actor actor) {
        if (context != null && result().ok()) {
            task.countSyscalls(1);
            int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
            mmap = new Mmap(task.cpu(), task.mm(), context.area(), CxlDriver.AREA_PAGES, flags, null, context.file());
            actor.call(mmap);
        }
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        if (mmap != null && !mmap.result().ok()) {
            answer(mmap.result());
        }
        if (context != null && !result().ok()) {
            actor.call(context.close(task, false));
        }
        return Flow.DONE;
    }
}
