package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code idxd-mdev}: Intel's RFC of 2020, a dedicated work queue of a DSA device as mdev. The partitions share the device's
 * requester id; the device tags each one's transactions with its PASID, and interrupts come from the device's interrupt message store.
 *
 * <p>Verified in the facts and the thread: soft partitions, PASID beside RID, all of VFIO's calls, that it rests on auxiliary domains.
 * UNVERIFIED: the size of the message store, when an entry is taken and what is answered when none is left. Never merged; kept on the
 * kernels that have the hook it needs. Left out: the emulated configuration space and registers, shared work queues.
 */
public final class IdxdMdevBackend extends Type1Backend {
    /** The backend. */
    public IdxdMdevBackend() {
        super(
                "idxd-mdev",
                "idxd mdev of the 2020 RFC: soft partitions of one device by RID and PASID, interrupts from its message store",
                VfioRow.idxdMdev());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "Intel's RFC of 2020, never merged, on the kernels whose VFIO has the auxiliary domains it needs. "
                + new VfioAuxBackend().note(version);
    }
}
