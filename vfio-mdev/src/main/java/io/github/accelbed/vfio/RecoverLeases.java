package io.github.accelbed.vfio;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a manager does after a crash: it lists {@code /sys/bus/mdev/devices} and tries each group, since nothing else says who is busy. */
final class RecoverLeases extends AccessOperation<RecoverLeases> {
    private static final Program<RecoverLeases> STEPS = Program.<RecoverLeases>of("recover leases")
            .cpu("getdents", Cost.SYSCALL, (o, a) -> o.list())
            .cpu("try the next group", Cost.SYSCALL, (o, a) -> o.next(a))
            .build();

    private final MdevManager manager;
    private final Deque<Mdev> left = new ArrayDeque<>();
    private @Nullable OpenGroup tried;

    /**
     * A recovery.
     *
     * @param manager whose
     */
    RecoverLeases(MdevManager manager) {
        super(STEPS);
        this.manager = manager;
    }

    private int list() {
        manager.daemon().countSyscalls(1);
        manager.forget();
        left.addAll(manager.parent().children());
        return Flow.NEXT;
    }

    private int next(Actor actor) {
        if (tried != null) {
            Mdev mdev = tried.group().mdev();
            boolean free = tried.result().ok();
            // Somebody has it whom the manager does not know: its own name stands for that.
            manager.note(mdev, free ? null : manager.daemon());
            OpenFile file = tried.group().groupFile();
            tried = null;
            if (free && file != null) {
                actor.call(new CloseFiles(manager.daemon(), List.of(file)));
                return Flow.AGAIN;
            }
        }
        Mdev mdev = left.poll();
        if (mdev == null) {
            actor.charge(0);
            return Flow.DONE;
        }
        tried = new OpenGroup(manager.driver(), manager.daemon(), VfioDriver.group(mdev), true);
        actor.call(tried);
        return Flow.AGAIN;
    }
}
