package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.device.WorkQueue;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code struct idxd_wq}: a work queue that the administrator has enabled, with its clients. */
final class IdxdWq {
    private final Device device;
    private final @Nullable WorkQueue shared;
    private final SimLock lock = new SimLock("wq->wq_lock");
    private final List<IdxdClient> clients = new ArrayList<>();

    private IdxdWq(Device device, @Nullable WorkQueue shared) {
        this.device = device;
        this.shared = shared;
    }

    /** A shared one, of a size. */
    static IdxdWq shared(Device device, int entries) {
        return new IdxdWq(device, new WorkQueue(entries));
    }

    /** A dedicated one. */
    static IdxdWq dedicated(Device device) {
        return new IdxdWq(device, null);
    }

    Device device() {
        return device;
    }

    /** {@code wq->wq_lock}. */
    SimLock lock() {
        return lock;
    }

    /** The open files of this queue. */
    List<IdxdClient> clients() {
        return clients;
    }

    /** {@code wq_dedicated}. */
    boolean dedicated() {
        return shared == null;
    }

    /** Entries that wait for the engine, of a shared one; 0 of a dedicated one. */
    int waiting() {
        return clients.stream().mapToInt(client -> client.hardware().posted()).sum();
    }

    /** Entries free for the next ENQCMD. */
    int free() {
        return shared == null ? 0 : shared.free();
    }

    /** What a new client submits to: a portal of the shared queue, or the dedicated queue itself. */
    HwQueue enable() {
        HwQueue queue = shared == null ? device.takeQueue() : HwQueue.portal(device, shared);
        if (queue == null) {
            throw new IllegalStateException("a free work queue without hardware");
        }
        queue.start();
        return queue;
    }

    /** Takes a client's descriptors out and its PASID with them. */
    void disable(HwQueue queue) {
        if (dedicated()) {
            device.freeQueue(queue);
        } else {
            queue.stop();
        }
    }
}
