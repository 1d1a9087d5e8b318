package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The row {@code idxd-swq}: one shared work queue for all processes. A descriptor goes there by ENQCMD, with the PASID of whoever runs it, and
 * ENQCMD answers that it must be repeated while the queue is full. The queues of a device are the entries of its one work queue.
 *
 * <p>Verified: who may open what, the bind for each open, the order of release (drivers/dma/idxd/cdev.c). UNVERIFIED: the releases, the
 * prices of ENQCMD and of a page request.
 */
public final class IdxdSwqBackend implements AccessBackend {
    /** The row. */
    public IdxdSwqBackend() {}

    @Override
    public String id() {
        return "idxd-swq";
    }

    @Override
    public String title() {
        return "idxd, shared work queue: all processes store into one queue, each with its PASID";
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return IdxdNotes.of(IdxdRules.of(version));
    }

    @Override
    public Access on(Kernel kernel) {
        return new IdxdAccess(kernel, WqType.SHARED);
    }
}
