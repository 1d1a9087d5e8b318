package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * What UADK does to get a queue: skip a device that sysfs does not have or calls isolated, open, mmap both regions, START_Q; {@code wd_request_ctx} and
 * {@code hisi_qm_alloc_qp}. Left out: the two ioctls that name the algorithm and the ring's depth.
 */
final class OpenQueue extends OpenOperation<OpenQueue> {
    private static final Program<OpenQueue> STEPS = Program.<OpenQueue>of("wd_request_ctx")
            .cpu("wd_is_isolate", Cost.INCLUDED, (o, a) -> o.usable() ? Flow.NEXT : o.fail(Errno.ENODEV))
            .calls("open", Cost.INCLUDED, o -> o.open)
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.open.opened().file())))
            .calls("mmap DUS", Cost.INCLUDED, o -> new MapRegion(o.task, o.open.opened(), RegionKind.DUS))
            .undo("munmap DUS", Cost.INCLUDED, calling(o -> new UnmapRegion(o.task, o.open.opened(), RegionKind.DUS)))
            .calls("mmap MMIO", Cost.INCLUDED, o -> new MapRegion(o.task, o.open.opened(), RegionKind.MMIO))
            .undo("munmap MMIO", Cost.INCLUDED, calling(o -> new UnmapRegion(o.task, o.open.opened(), RegionKind.MMIO)))
            .calls("ioctl START_Q", Cost.INCLUDED, o -> new StartQueue(o.task, o.open.opened()))
            .userSpace()
            .build();

    private final Task task;
    private final FopsOpen open;
    private final UacceDevice device;

    OpenQueue(UacceDriver driver, Task task, UacceDevice device, OpenOptions options) {
        super(STEPS);
        this.task = task;
        open = new FopsOpen(driver, task, device, options);
        this.device = device;
    }

    private boolean usable() {
        return device.registered() && !device.hardware().isolated();
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? open.queue() : null;
    }
}
