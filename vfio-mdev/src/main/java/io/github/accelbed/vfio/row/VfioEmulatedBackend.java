package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code vfio-emulated}: mainline's mdev, whose group has no IOMMU of its own. MAP_DMA records a range and looks neither at
 * the memory behind it nor at limits; the mdev's driver pins a page when a job needs it ({@code vfio_pin_pages}), and there the errors
 * surface: a wrong address is accepted at MAP_DMA and refused at the first job.
 *
 * <p>Verified in the facts: what MAP_DMA skips, who pins, the errors, the charge of each pinned page, the end at UNMAP_DMA. UNVERIFIED: the
 * 512 pages a call. That a driver keeps its pins until then is kvmgt's way, other drivers unpin after each job.
 */
public final class VfioEmulatedBackend extends Type1Backend {
    /** The backend. */
    public VfioEmulatedBackend() {
        super(
                "vfio-emulated",
                "VFIO-mdev with emulated IOMMU: MAP_DMA records, the mdev's driver pins what a job names",
                VfioRow.emulated());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "Mainline's mdev. The driver keeps a page pinned until it is unmapped or the device closed, as kvmgt does.";
    }
}
