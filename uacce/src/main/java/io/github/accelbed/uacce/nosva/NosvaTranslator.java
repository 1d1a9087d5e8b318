package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The library's table of regions, and behind it the device's one address space. An address that the library does not know is passed on as
 * it is: if it happens to be somebody's device address, the device cannot tell them apart.
 */
final class NosvaTranslator implements AddressTranslator {
    private final DmaSpace space;
    private final MmStruct opener;
    private final List<KernelRegion> regions = new ArrayList<>();

    NosvaTranslator(DmaSpace space, MmStruct opener) {
        this.space = space;
        this.opener = opener;
    }

    /** The regions of this queue. */
    List<KernelRegion> regions() {
        return regions;
    }

    private long deviceAddress(long vpn) {
        for (KernelRegion region : regions) {
            if (region.holds(vpn)) {
                return vpn - region.start() + region.device();
            }
        }
        return vpn;
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return space.iommu().prefetch(space.domain(), deviceAddress(vpn), write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        space.iommu().evict(space.domain(), deviceAddress(vpn));
    }

    @Override
    public int translate(long vpn, boolean write) {
        int frame = space.iommu().translate(space.domain(), deviceAddress(vpn), write);
        return frame == FAULT ? ABORT : frame;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        throw new IllegalStateException("without SVA nothing faults");
    }

    @Override
    public Errno faultResult() {
        return Errno.EFAULT;
    }

    @Override
    public MmStruct meant(long vpn) {
        for (KernelRegion region : regions) {
            if (region.holds(vpn)) {
                return region.mm();
            }
        }
        return opener;
    }
}
