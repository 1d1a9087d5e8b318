package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * How the addresses of a device opened by its own node become frames: a walk of the page table it is attached to. iommufd delivers no fault
 * on its own mappings.
 */
final class CdevTranslator implements AddressTranslator {
    private final Iommu iommu;
    private final VfioCdev cdev;
    private final MmStruct opener;

    /**
     * A translation.
     *
     * @param iommu the IOMMU of the machine
     * @param opener whom an address without a mapping means
     */
    CdevTranslator(Iommu iommu, VfioCdev cdev, MmStruct opener) {
        this.iommu = iommu;
        this.cdev = cdev;
        this.opener = opener;
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        Hwpt hwpt = cdev.hwpt();
        return hwpt == null ? 0 : iommu.prefetch(hwpt.domain(), vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        Hwpt hwpt = cdev.hwpt();
        if (hwpt != null) {
            iommu.evict(hwpt.domain(), vpn);
        }
    }

    @Override
    public int translate(long vpn, boolean write) {
        Hwpt hwpt = cdev.hwpt();
        int frame = hwpt == null ? ABORT : iommu.translate(hwpt.domain(), vpn, write);
        return frame == FAULT ? ABORT : frame;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        throw new IllegalStateException("iommufd has no device faults");
    }

    @Override
    public Errno faultResult() {
        return Errno.EFAULT;
    }

    @Override
    public MmStruct meant(long vpn) {
        IoptArea area = area(vpn);
        return area == null ? opener : area.memory().mm();
    }

    @Override
    public long meantPage(long vpn) {
        IoptArea area = area(vpn);
        return area == null ? vpn : area.memory().vaddr() + area.offset() + vpn - area.start();
    }

    private @Nullable IoptArea area(long vpn) {
        Hwpt hwpt = cdev.hwpt();
        return hwpt == null ? null : hwpt.ioas().find(vpn, vpn + 1);
    }
}
