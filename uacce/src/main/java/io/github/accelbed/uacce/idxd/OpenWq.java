package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a library does for a queue: open the device's work queues one after the other until one does not answer EBUSY, then mmap its
 * portal. Nothing tells which dedicated queue is free.
 */
final class OpenWq extends OpenOperation<OpenWq> {
    private static final Program<OpenWq> STEPS = Program.<OpenWq>of("open work queue")
            .cpu("open", Cost.INCLUDED, (o, a) -> o.openNext(a))
            .returned((o, a) -> o.opened(a))
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.open.opened().file())))
            .calls("mmap portal", Cost.INCLUDED, o -> new MapPortal(o.driver, o.task, o.open.opened(), 1))
            .userSpace()
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final List<IdxdWq> queues;
    private final CdevOpen open;
    private int index;

    OpenWq(IdxdDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        queues = driver.queues(device);
        open = new CdevOpen(driver, task, queues.get(0), options);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() ? open.queue() : null;
    }

    private int openNext(Actor actor) {
        actor.call(open.of(queues.get(index++)));
        return Flow.NEXT;
    }

    private int opened(Actor actor) {
        Errno answer = actor.returned();
        if (answer == Errno.EBUSY && index < queues.size()) {
            return Flow.AGAIN;
        }
        return answer.ok() ? Flow.NEXT : fail(answer);
    }
}
