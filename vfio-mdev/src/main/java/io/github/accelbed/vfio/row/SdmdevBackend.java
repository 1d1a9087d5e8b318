package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code sdmdev}: WarpDrive's second posting (September 2018), "share domain mdev". Creating an mdev takes its hardware queue,
 * which it has until root removes it; the pages of a client are unmapped from the shared domain when its group is detached.
 *
 * <p>Verified in the facts: all of that, start at open and stop at release, and one process at a time without SVA. UNVERIFIED: how a second
 * process was refused (here EBUSY of SET_IOMMU), and what get_queue answered when none was left. Never merged; kept on all kernels.
 *
 * <p>Its SVA mode, in which the queue starts at an ioctl that binds a PASID, is here a queue that a client binds after open:
 * {@link io.github.accelbed.vfio.BindPasid}. Left out of it: that such a queue does not run before, and that then several processes could open the device; here a second
 * process has a queue by inheriting it.
 */
public final class SdmdevBackend extends Type1Backend {
    /** The backend. */
    public SdmdevBackend() {
        super(
                "sdmdev",
                "WarpDrive V2: a queue with each mdev created, all of them in their parent's IOMMU domain",
                VfioRow.sdmdev());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "WarpDrive V2 as posted in September 2018, never merged, kept on all kernels; a queue is in its SVA mode once "
                + "bound to a PASID. One process at a time may open; where a second one was refused is UNVERIFIED.";
    }
}
