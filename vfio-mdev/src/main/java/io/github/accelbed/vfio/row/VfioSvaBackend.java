package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code vfio-sva}: VFIO with shared virtual addressing, as posted in May 2018: "vfio: Add support for Shared Virtual Addressing"
 * (Jean-Philippe Brucker, 20180511190641.23008-14-jean-philippe.brucker@arm.com) and the series about it. A container is bound to an address
 * space; its devices walk the process's own table, with IO page faults, under a PASID that the program is told and writes into the device.
 * WarpDrive's library called an ioctl of that shape. Never merged; kept on all kernels. A queue with its group stands for a PCI function: the posting binds
 * nothing for groups whose IOMMU is emulated, as a plain mdev's is (EINVAL).
 *
 * <p>{@code open} is the group path, then VFIO_IOMMU_BIND of the caller; {@code bind q of P} is VFIO_IOMMU_BIND_PID of P, whose PASID the
 * queue's jobs carry from then on. {@code map} and {@code unmap} have nothing to do.
 *
 * <p>Verified in the posting: the calls, their errno, one bind for each address space of a container, that a group which joins is bound to all
 * of them, that the end of an address space takes it off the container's list and does not stop the device. UNVERIFIED: that access through
 * a PASID without a bond is dropped without a fault. Other than there a PASID stays with its address space until that is destroyed, as in
 * mainline; that table is the domain's there, and a container has one here. Left out: groups of two devices (EINVAL), since a function is alone in its group; MAP_DMA beside a bind, for transactions without PASID.
 */
public final class VfioSvaBackend extends Type1Backend {
    /** The backend. */
    public VfioSvaBackend() {
        super(
                "vfio-sva",
                "VFIO whose container is bound to a process (VFIO_IOMMU_BIND): the IOMMU walks the process's own page table",
                VfioRow.sva());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "VFIO_IOMMU_BIND as posted in May 2018, never merged, kept on all kernels; "
                + "every queue is a device of its own with a PASID table of its own.";
    }
}
