package io.github.accelbed.uacce.idxd;

/**
 * The row {@code idxd-dwq}: a dedicated work queue for each client, with the PASID in the queue. A descriptor goes there by MOVDIR64B, which
 * nobody answers, so the client counts the free entries itself. A library finds a free queue only by trying to open one after the other.
 *
 * <p>Verified: who may open what, the bind for each open, the order of release (drivers/dma/idxd/cdev.c). UNVERIFIED: the releases, the
 * prices of MOVDIR64B and of a page request.
 */
public final class IdxdDwqBackend extends IdxdBackend {
    /** The row. */
    public IdxdDwqBackend() {
        super("idxd-dwq", "idxd, dedicated work queue: a queue with one PASID for each client", WqType.DEDICATED);
    }
}
