package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a manager does after a crash: it lists {@code /sys/bus/mdev/devices} and tries each node, since nothing else says who is busy. Later
 * it tries again those that it found busy; what it leased out itself it knows.
 */
final class RecoverLeases extends AccessOperation<RecoverLeases> {
    private static final Program<RecoverLeases> STEPS = Program.<RecoverLeases>of("recover leases")
            .userSpace()
            .cpu("getdents", Cost.SYSCALL, (o, a) -> o.list())
            .cpu("try the next node", Cost.INCLUDED, (o, a) -> o.tryNext(a))
            .returned((o, a) -> o.note(a.returned().ok()))
            .build();

    private final MdevManager manager;
    private final Queue<Mdev> left = new ArrayDeque<>();
    private @Nullable Mdev tried;

    /** A recovery. */
    RecoverLeases(MdevManager manager) {
        super(STEPS);
        this.manager = manager;
    }

    private int list() {
        manager.daemon().countSyscalls(1);
        manager.parent().children().stream()
                .filter(mdev -> !manager.knows(mdev))
                .forEach(left::add);
        return Flow.NEXT;
    }

    private int tryNext(Actor actor) {
        tried = left.poll();
        if (tried == null) {
            return Flow.PASS;
        }
        actor.call(manager.row().probe(manager.daemon(), tried));
        return Flow.NEXT;
    }

    /** Somebody has a busy one whom the manager does not know: its own name stands for that. */
    private int note(boolean free) {
        if (tried == null) {
            throw new IllegalStateException("nothing was tried");
        }
        manager.note(tried, free ? null : manager.daemon());
        return left.isEmpty() ? Flow.DONE : Flow.AGAIN;
    }
}
