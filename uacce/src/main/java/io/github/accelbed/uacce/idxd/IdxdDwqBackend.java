package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The row {@code idxd-dwq}: a dedicated work queue for each client, with the PASID in the queue. A descriptor goes there by MOVDIR64B, which
 * nobody answers, so the client counts the free entries itself. A library finds a free queue only by trying to open one after the other.
 *
 * <p>Verified: who may open what, the bind for each open, the order of release (drivers/dma/idxd/cdev.c). UNVERIFIED: the releases, the
 * prices of MOVDIR64B and of a page request.
 */
public final class IdxdDwqBackend implements AccessBackend {
    /** The row. */
    public IdxdDwqBackend() {}

    @Override
    public String id() {
        return "idxd-dwq";
    }

    @Override
    public String title() {
        return "idxd, dedicated work queue: a queue with one PASID for each client";
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return IdxdNotes.of(IdxdRules.of(version));
    }

    @Override
    public Access on(Kernel kernel) {
        return new IdxdAccess(kernel, WqType.DEDICATED);
    }
}
