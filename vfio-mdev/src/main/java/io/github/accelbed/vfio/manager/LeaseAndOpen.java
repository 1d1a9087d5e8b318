package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** What a client of a manager does for a queue: it asks for an instance, and opens the group of the one that it is given. */
final class LeaseAndOpen extends OpenOperation<LeaseAndOpen> {
    private static final Program<LeaseAndOpen> STEPS = Program.<LeaseAndOpen>of("lease and open queue")
            .cpu("ask the manager", Cost.INCLUDED, (o, a) -> o.lease(a))
            .cpu("open the group it named", Cost.INCLUDED, (o, a) -> o.open(a))
            .cpu("done", Cost.INCLUDED, (o, a) -> o.finish())
            .build();

    private final MdevManager manager;
    private final Task client;
    private final OpenOptions options;
    private final AccessOperation<?> lease;
    private @Nullable OpenOperation<?> open;

    /**
     * A request and an opening.
     *
     * @param manager whom to ask
     * @param client who asks
     * @param options how to open
     */
    LeaseAndOpen(MdevManager manager, Task client, OpenOptions options) {
        super(STEPS);
        this.manager = manager;
        this.client = client;
        this.options = options;
        lease = manager.lease(client);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return open == null ? null : open.queue();
    }

    private int lease(Actor actor) {
        actor.call(lease);
        return Flow.NEXT;
    }

    private int open(Actor actor) {
        if (!lease.result().ok()) {
            answer(lease.result());
            return Flow.DONE;
        }
        open = manager.open(client, options);
        actor.call(open);
        return Flow.NEXT;
    }

    private int finish() {
        if (open != null) {
            answer(open.result());
        }
        return Flow.DONE;
    }
}
