package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Task;

/** The state of {@link OdpBackend} on one kernel: every region is an on-demand one. */
final class OdpAccess extends RdmaAccess {
    OdpAccess(Kernel kernel) {
        super(kernel);
    }

    @Override
    AccessOperation<?> register(Task task, QueuePair queue, long start, long pages, boolean write) {
        return new RegisterOdpRegion(task, queue, start, pages, write);
    }
}
