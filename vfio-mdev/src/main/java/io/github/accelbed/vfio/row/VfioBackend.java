package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code vfio}: VFIO-mdev as the threads mean it, a group per queue behind the IOMMU, with pages pinned at MAP_DMA.
 *
 * <p>Mainline's mdev has an emulated IOMMU and pins nothing at MAP_DMA; WarpDrive patched type1 to reach the parent's domain, and that is
 * what this row keeps on all kernels.
 */
public final class VfioBackend extends Type1Backend {
    /** The backend. */
    public VfioBackend() {
        super(
                "vfio",
                "VFIO-mdev: a group per queue, IOVA = VA in the container's own table, pages pinned by MAP_DMA",
                VfioRow.ownDomain());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "WarpDrive's patched type1, kept on all kernels: MAP_DMA pins and fills an IOMMU table. "
                + "Mainline's mdev has an emulated IOMMU and pins later: see vfio-emulated.";
    }
}
