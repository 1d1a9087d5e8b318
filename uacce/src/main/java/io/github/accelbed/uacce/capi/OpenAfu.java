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
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What libcxl does: open the AFU, START_WORK with the caller's mm, mmap the problem state area. Which errno a full AFU answers is UNVERIFIED
 * (ENOSPC, as its allocation of a process element does).
 */
final class OpenAfu extends OpenOperation<OpenAfu> {
    private static final Program<OpenAfu> STEPS = Program.<OpenAfu>of("cxl_afu_open_dev")
            .cpu("afu_open, cxl_context_init", Cost.OPEN_CLOSE, (o, a) -> o.open())
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.context().file())))
            .cpu("CXL_IOCTL_START_WORK", Cost.SYSCALL, (o, a) -> o.attach())
            .calls("mmap", Cost.INCLUDED, o -> o.map())
            .userSpace()
            .build();

    private final CxlDriver driver;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable CxlContext context;

    OpenAfu(CxlDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? context : null;
    }

    private CxlContext context() {
        return Objects.requireNonNull(context, "not open");
    }

    private int open() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        if (driver.kernel().fails(Allocation.SLAB)) {
            return fail(Errno.ENOMEM);
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            return fail(Errno.ENOSPC);
        }
        OpenFile file = new OpenFile("/dev/cxl/afu0.0s", driver);
        context = CxlContext.of(
                driver.kernel(), driver.erat(device), options.name(), hardware, file, task.mm(), driver.nextSerial());
        driver.add(context);
        task.files().install(file, !options.inherit());
        return Flow.NEXT;
    }

    private int attach() {
        task.countSyscalls(1);
        if (driver.kernel().fails(Allocation.SLAB)) {
            // memdup_user of the work
            return fail(Errno.ENOMEM);
        }
        context().attach();
        return Flow.NEXT;
    }

    private Mmap map() {
        task.countSyscalls(1);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        return new Mmap(
                task.cpu(),
                task.mm(),
                context().area(),
                CxlDriver.AREA_PAGES,
                flags,
                null,
                context().file());
    }
}
