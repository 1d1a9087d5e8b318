package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client of a manager does for a queue: it asks for an instance, opens the group of the one that it is given, and tells
 * the manager if it cannot.
 */
final class LeaseAndOpen extends OpenOperation<LeaseAndOpen> {
    private static final Program<LeaseAndOpen> STEPS = Program.<LeaseAndOpen>of("lease and open queue")
            .userSpace()
            .calls("ask the manager", Cost.INCLUDED, o -> o.lease)
            .undo("tell the manager", Cost.SYSCALL, (o, a) -> o.giveBack())
            .calls("open the group it named", Cost.INCLUDED, o -> o.open())
            .build();

    private final MdevManager manager;
    private final Task client;
    private final OpenOptions options;
    private final LeaseMdev lease;
    private @Nullable OpenOperation<?> open;

    /** A request and an opening. */
    LeaseAndOpen(MdevManager manager, Task client, OpenOptions options) {
        super(STEPS);
        this.manager = manager;
        this.client = client;
        this.options = options;
        lease = new LeaseMdev(manager, client);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return open == null ? null : open.queue();
    }

    private OpenOperation<?> open() {
        open = manager.row().openNamed(client, options, Objects.requireNonNull(lease.granted(), "no lease"));
        return open;
    }

    /** What cannot be opened is not kept; the manager believes it free again. */
    private int giveBack() {
        client.countSyscalls(1);
        Mdev mdev = lease.granted();
        if (mdev != null) {
            manager.note(mdev, null);
        }
        return Flow.NEXT;
    }
}
