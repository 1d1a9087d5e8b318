package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code map} of a library that registers whole address spaces: it only notes which key goes with the range. A call is made once for each
 * right and address space: for the first range that the device may only read, and for the first one of a process that inherited the
 * context.
 */
final class MapImplicit extends AccessOperation<MapImplicit> {
    private static final Program<MapImplicit> STEPS = Program.<MapImplicit>of("choose a key")
            .cpu("note the key of the implicit region", Cost.INCLUDED, (o, a) -> o.find(a))
            .returned((o, a) -> o.registered(a))
            .build();

    private final Task task;
    private final QueuePair queue;
    private final long start;
    private final long pages;
    private final boolean writable;
    private @Nullable RegisterImplicitRegion register;

    MapImplicit(Task task, QueuePair queue, long start, long pages, boolean writable) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
        this.start = start;
        this.pages = pages;
        this.writable = writable;
    }

    private int find(Actor actor) {
        UverbsContext context = queue.context();
        if (!task.files().holds(queue.file())) {
            return fail(Errno.EBADF);
        }
        if (pages < 1 || start < 0 || start > PageTable.PAGES - pages) {
            return fail(Errno.EINVAL);
        }
        ImplicitRegion region = context.implicitRegion(task.mm(), writable);
        if (region != null) {
            return note(region);
        }
        register = new RegisterImplicitRegion(task, context, writable);
        actor.call(register);
        return Flow.NEXT;
    }

    private int registered(Actor actor) {
        return register == null || !actor.returned().ok() ? fail(actor.returned()) : note(register.region());
    }

    private int note(ImplicitRegion region) {
        queue.context().keys().add(new KeyTable.Key(start, start + pages, region, queue));
        return Flow.DONE;
    }
}
