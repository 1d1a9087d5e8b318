package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.DmaMapping;
import io.github.accelbed.vfio.Type1Iommu;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioPinPages;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * How the addresses of an mdev with an emulated IOMMU become frames: its driver looks at each job, pins what it names and gives the
 * device the frames. A page stays pinned for the next job until it is unmapped or the device closed, as kvmgt keeps them; drivers that
 * unpin after each job (vfio-ap, vfio-ccw) are left out.
 *
 * <p>Left out: the parent's own DMA mapping of the frames, and the price of the trapped doorbell.
 */
final class EmulatedTranslator implements VfioTranslator {
    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final Mdev mdev;
    private final MmStruct opener;
    private final Cpu cpu;
    private @Nullable VfioPinPages pin;

    /**
     * A translation.
     *
     * @param iommu the container's
     * @param mdev whose driver pins
     * @param opener whom an address without a mapping means
     * @param cpu where the driver runs
     */
    EmulatedTranslator(VfioDriver driver, Type1Iommu iommu, Mdev mdev, MmStruct opener, Cpu cpu) {
        this.driver = driver;
        this.iommu = iommu;
        this.mdev = mdev;
        this.opener = opener;
        this.cpu = cpu;
    }

    private @Nullable DmaMapping mapping(long vpn) {
        return iommu.find(vpn, vpn + 1);
    }

    @Override
    public long invalidations() {
        return 0;
    }

    @Override
    public long reachable() {
        return iommu.mappings().stream()
                .mapToLong(mapping -> mapping.external().count(mdev))
                .sum();
    }

    @Override
    public long mappable() {
        return iommu.reachablePages() - reachable();
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return 0;
    }

    @Override
    public int translate(long vpn, boolean write) {
        DmaMapping mapping = mapping(vpn);
        int frame = mapping == null || (write && !mapping.write())
                ? -1
                : mapping.external().frame(vpn, mdev);
        return frame < 0 ? FAULT : frame;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        pin = new VfioPinPages(driver, cpu, iommu, mdev, vpn, 1, write);
        return pin;
    }

    @Override
    public boolean deviceFaults() {
        return false;
    }

    @Override
    public Errno faultResult() {
        return pin == null ? Errno.EFAULT : pin.result();
    }

    @Override
    public MmStruct meant(long vpn) {
        DmaMapping mapping = mapping(vpn);
        return mapping == null ? opener : mapping.mm();
    }

    @Override
    public long meantPage(long vpn) {
        DmaMapping mapping = mapping(vpn);
        return mapping == null ? vpn : mapping.vaddr(vpn);
    }
}
