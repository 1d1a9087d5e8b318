package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * What UADK does to get a queue: skip an isolated device, open, mmap both regions, START_Q; {@code wd_request_ctx} and
 * {@code hisi_qm_alloc_qp}. Left out: the two ioctls that name the algorithm and the ring's depth.
 */
final class OpenQueue extends OpenOperation<OpenQueue> {
    private static final Program<OpenQueue> STEPS = Program.<OpenQueue>of("wd_request_ctx")
            .cpu("wd_is_isolate", Cost.INCLUDED, (o, a) -> o.checkIsolated())
            .cpu("open", Cost.INCLUDED, (o, a) -> o.open(a))
            .cpu("mmap DUS", Cost.INCLUDED, (o, a) -> o.go(a, RegionKind.DUS))
            .cpu("mmap MMIO", Cost.INCLUDED, (o, a) -> o.go(a, RegionKind.MMIO))
            .cpu("ioctl START_Q", Cost.INCLUDED, (o, a) -> o.start(a))
            .cpu("wd_release_ctx", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final Task task;
    private final FopsOpen open;
    private final UacceDevice device;
    private @Nullable AccessOperation<?> last;

    OpenQueue(UacceDriver driver, Task task, UacceDevice device, OpenOptions options) {
        super(STEPS);
        this.task = task;
        open = new FopsOpen(driver, task, device, options);
        this.device = device;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? open.queue() : null;
    }

    private int checkIsolated() {
        if (device.hardware().isolated()) {
            answer(Errno.ENODEV);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private int open(Actor actor) {
        last = open;
        actor.call(open);
        return Flow.NEXT;
    }

    /** Notes how the call before ended, and makes the next one if it went well. */
    private int call(Actor actor, @Nullable UacceQueue queue, @Nullable AccessOperation<?> next) {
        if (result().ok() && last != null) {
            answer(last.result());
        }
        if (queue == null) {
            return Flow.DONE;
        }
        if (result().ok() && next != null) {
            last = next;
            actor.call(next);
        }
        return Flow.NEXT;
    }

    private int go(Actor actor, RegionKind region) {
        UacceQueue queue = open.uacceQueue();
        return call(actor, queue, queue == null ? null : new MapRegion(task, queue, region));
    }

    private int start(Actor actor) {
        UacceQueue queue = open.uacceQueue();
        return call(actor, queue, queue == null ? null : new StartQueue(task, queue));
    }

    private int finish(Actor actor) {
        UacceQueue queue = open.uacceQueue();
        call(actor, queue, null);
        if (!result().ok() && queue != null) {
            actor.call(queue.close(task, false));
        }
        return Flow.DONE;
    }
}
