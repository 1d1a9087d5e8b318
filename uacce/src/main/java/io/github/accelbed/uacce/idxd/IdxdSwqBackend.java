package io.github.accelbed.uacce.idxd;

/**
 * The row {@code idxd-swq}: one shared work queue for all processes. A descriptor goes there by ENQCMD, with the PASID of whoever runs it, and
 * ENQCMD answers that it must be repeated while the queue is full. The queues of a device are the entries of its one work queue.
 *
 * <p>Verified: who may open what, the bind for each open, the order of release (drivers/dma/idxd/cdev.c). UNVERIFIED: the releases, the
 * prices of ENQCMD and of a page request.
 */
public final class IdxdSwqBackend extends IdxdBackend {
    /** The row. */
    public IdxdSwqBackend() {
        super(
                "idxd-swq",
                "idxd, shared work queue: all processes store into one queue, each with its PASID",
                WqType.SHARED);
    }
}
