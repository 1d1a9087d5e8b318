package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.CloseMapped.Area;
import org.jspecify.annotations.Nullable;

/** What the library does for a queue: open, mmap of both regions of the hardware, START_Q. */
final class OpenQueue extends OpenOperation<OpenQueue> {
    private static final Program<OpenQueue> STEPS = Program.<OpenQueue>of("wd_request_queue")
            .calls("open", Cost.INCLUDED, o -> o.open)
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.open.opened().file())))
            .calls("mmap DUS", Cost.INCLUDED, o -> o.map(o.open.opened().dus()))
            .undo(
                    "munmap DUS",
                    Cost.INCLUDED,
                    calling(o -> o.unmap(o.open.opened().dus())))
            .calls("mmap MMIO", Cost.INCLUDED, o -> o.map(o.open.opened().mmio()))
            .cpu("ioctl START_Q", Cost.SYSCALL, (o, a) -> o.start())
            .userSpace()
            .build();

    private final Task task;
    private final FopsOpen open;

    OpenQueue(NosvaDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.task = task;
        open = new FopsOpen(driver, task, device, options);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? open.queue() : null;
    }

    /** The addresses are the queue's own, so only memory can be missing. */
    private Mmap map(Area area) {
        task.countSyscalls(1);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        return new Mmap(
                task.cpu(),
                task.mm(),
                area.start(),
                area.pages(),
                flags,
                null,
                open.opened().file());
    }

    private Munmap unmap(Area area) {
        task.countSyscalls(1);
        return new Munmap(task.cpu(), task.mm(), area.start(), area.pages());
    }

    private int start() {
        task.countSyscalls(1);
        open.opened().hardware().start();
        return Flow.DONE;
    }
}
