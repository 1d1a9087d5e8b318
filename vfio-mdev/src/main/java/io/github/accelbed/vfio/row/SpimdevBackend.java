package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code spimdev}: WarpDrive's first posting (August 2018), "share parent's IOMMU mdev". The mdev commits no hardware; a
 * client gets its queues by {@code CMD_GET_Q} on the open mdev, as many as there are, and each goes back with its file.
 *
 * <p>Verified in the facts: the ioctl (the mails say at open), the file of each queue, the parent's domain, one process at a time, and that
 * pages were not unmapped when the group is detached. UNVERIFIED: that the pages were unpinned then all the same, and the errnos EBUSY
 * (no queue left, second process) and EEXIST (a mapping over entries that were left). Never merged; kept on all kernels.
 */
public final class SpimdevBackend extends Type1Backend {
    /** The backend. */
    public SpimdevBackend() {
        super(
                "spimdev",
                "WarpDrive V1: one mdev in its parent's IOMMU domain, queues by ioctl on the open mdev",
                VfioRow.spimdev());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "WarpDrive V1 as posted in August 2018, never merged, kept on all kernels. One process at a time. Its library "
                + "unmaps by hand; a client that dies leaves its pages in the domain, here unpinned (UNVERIFIED).";
    }
}
