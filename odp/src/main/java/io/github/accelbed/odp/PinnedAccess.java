package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Task;

/** The state of {@link PinnedBackend} on one kernel: every region is pinned. */
final class PinnedAccess extends RdmaAccess {
    PinnedAccess(Kernel kernel) {
        super(kernel);
    }

    @Override
    AccessOperation<?> register(Task task, QueuePair queue, long start, long pages, boolean write) {
        return new RegisterPinnedRegion(task, queue, start, pages, write);
    }
}
