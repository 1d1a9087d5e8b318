package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.CreateMdev;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to a manager and its answer, two system calls of the client. Between the creation of an instance and its hand-over
 * the manager may die: then the instance is there, and nobody knows whose it was to be.
 */
final class LeaseMdev extends AccessOperation<LeaseMdev> {
    private static final Program<LeaseMdev> STEPS = Program.<LeaseMdev>of("ask the manager")
            .userSpace()
            .cpu("sendmsg", Cost.SYSCALL, (o, a) -> o.ask())
            .cpu("the manager looks into its table", Cost.INCLUDED, (o, a) -> o.find(a))
            .cpu("recvmsg", Cost.SYSCALL, (o, a) -> o.handOver())
            .build();

    private final MdevManager manager;
    private final Task client;
    private @Nullable CreateMdev create;
    private @Nullable Mdev found;
    private @Nullable Mdev granted;

    /** A request. */
    LeaseMdev(MdevManager manager, Task client) {
        super(STEPS);
        this.manager = manager;
        this.client = client;
    }

    /** The instance that was handed over, or null. */
    @Nullable
    Mdev granted() {
        return granted;
    }

    private int ask() {
        client.countSyscalls(1);
        return manager.daemon().alive() ? Flow.NEXT : fail(Errno.ESRCH);
    }

    private int find(Actor actor) {
        found = manager.findFree();
        if (found == null) {
            create = manager.row().bus().createAny(manager.parent());
            actor.call(create);
        }
        return Flow.NEXT;
    }

    private int handOver() {
        client.countSyscalls(1);
        if (!manager.daemon().alive()) {
            return fail(Errno.ESRCH);
        }
        Mdev mdev = create == null ? found : create.mdev();
        if (mdev == null) {
            return fail(Errno.EBUSY);
        }
        manager.note(mdev, client);
        granted = mdev;
        return Flow.DONE;
    }
}
