package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.ReservedRegion;

/**
 * {@code uacce_iommu_map_qfr} of the sixth posting: {@code iommu_map} at the process's own address into an unmanaged domain. Two processes may
 * use one address for two things, so a device is open once ({@code uacce_dev_open_check}: EBUSY for the next, whoever it is).
 * An address that the IOMMU is too narrow for cannot be mapped ({@code arm_lpae_map}).
 *
 * <p>No list of reserved addresses is looked at, which its review asks for. Over x86's MSI window the map succeeds, and the device's writes are
 * interrupts ({@link io.github.accelbed.model.device.AddressTranslator#MESSAGE}). Over the SMMU's software window the first page holds the doorbell of the driver's own interrupts, which {@code
 * iommu_dma_prepare_msi} mapped there at probe, so {@code iommu_map} finds an entry (EEXIST of io-pgtable-arm; derived); the rest of the window is as good as any
 * address. Left out: windows of PCI bridges, where a transaction reaches another device or nobody.
 */
final class VaIsIova implements Addressing {
    @Override
    public Errno mayOpen(DmaSpace space) {
        return space.opens() > 1 ? Errno.EBUSY : Errno.OK;
    }

    @Override
    public boolean asksForAddress() {
        return false;
    }

    @Override
    public Errno mayMap(DmaSpace space, long start, long pages) {
        if (!space.iommu().takes(start + pages)) {
            return space.iommu().tooWide();
        }
        long doorbell = ReservedRegion.SW_MSI.start();
        boolean taken =
                space.reserved().contains(ReservedRegion.SW_MSI) && start <= doorbell && doorbell < start + pages;
        return !taken && space.free(start, pages) ? Errno.OK : Errno.EEXIST;
    }

    @Override
    public long deviceAddress(DmaSpace space, long start, long pages) {
        return start;
    }
}
