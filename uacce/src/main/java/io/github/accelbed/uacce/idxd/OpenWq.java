package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
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
            .cpu("mmap portal", Cost.INCLUDED, (o, a) -> o.map(a))
            .cpu("close after failure", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final OpenOptions options;
    private final List<IdxdWq> queues;
    private int index;
    private @Nullable CdevOpen open;
    private @Nullable MapPortal map;

    OpenWq(IdxdDriver driver, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.options = options;
        queues = driver.queues(device);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return result().ok() && map != null && map.result().ok() ? client() : null;
    }

    private @Nullable IdxdClient client() {
        return open == null ? null : open.client();
    }

    private int openNext(Actor actor) {
        if (open != null && open.result() != Errno.EBUSY) {
            return Flow.NEXT;
        }
        if (index == queues.size()) {
            return Flow.NEXT;
        }
        open = new CdevOpen(driver, task, queues.get(index++), options);
        actor.call(open);
        return Flow.AGAIN;
    }

    private int map(Actor actor) {
        IdxdClient client = client();
        if (open == null || client == null) {
            answer(open == null ? Errno.ENODEV : open.result());
            return Flow.DONE;
        }
        map = new MapPortal(driver, task, client, 1);
        actor.call(map);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        IdxdClient client = client();
        if (map != null && client != null && !map.result().ok()) {
            answer(map.result());
            actor.call(client.close(task, false));
        }
        return Flow.DONE;
    }
}
