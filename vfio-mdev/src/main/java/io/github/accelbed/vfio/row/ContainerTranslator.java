package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.DmaMapping;
import io.github.accelbed.vfio.Type1Iommu;
import io.github.accelbed.vfio.VfioGroup;
import org.jspecify.annotations.Nullable;

/**
 * How a VFIO device's addresses become frames: a walk of the container's domain. VFIO delivers no fault and tries nothing again, so an
 * access without a mapping is dropped, and the next good one works.
 */
final class ContainerTranslator implements VfioTranslator {
    private final Iommu hardware;
    private final @Nullable Type1Iommu iommu;
    private final MmStruct opener;
    private @Nullable VfioGroup left;
    private int wrongPasid;

    /**
     * A translation.
     *
     * @param hardware the IOMMU of the machine
     * @param iommu the container's, or null if the queue has none
     * @param opener whom an address without a mapping means
     */
    ContainerTranslator(Iommu hardware, @Nullable Type1Iommu iommu, MmStruct opener) {
        this.hardware = hardware;
        this.iommu = iommu;
        this.opener = opener;
    }

    /**
     * Makes the device tag the queue's transactions with another PASID than the one it was given: what keeps partitions apart is the
     * device's honesty.
     *
     * @param pasid any PASID, 0 for the right one
     */
    void tagWith(int pasid) {
        wrongPasid = pasid;
    }

    /**
     * The queue is never reset, so what a client left in it goes on for whoever has the group next.
     *
     * @param group the group of the queue
     */
    void leftIn(VfioGroup group) {
        left = group;
    }

    private @Nullable Type1Iommu current() {
        Container container = left == null ? null : left.container();
        return left == null ? iommu : container == null ? null : container.iommu();
    }

    private @Nullable IommuDomain domain() {
        if (wrongPasid != 0) {
            return hardware.domainOf(wrongPasid);
        }
        Type1Iommu now = current();
        return now == null ? null : now.domain();
    }

    @Override
    public long invalidations() {
        return iommu == null ? 0 : iommu.domain().invalidations();
    }

    @Override
    public long reachable() {
        return iommu == null ? 0 : iommu.attachment().reachable(iommu.reachablePages());
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        IommuDomain domain = domain();
        return domain == null ? 0 : hardware.prefetch(domain, vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        IommuDomain domain = domain();
        if (domain != null) {
            hardware.evict(domain, vpn);
        }
    }

    @Override
    public int translate(long vpn, boolean write) {
        IommuDomain domain = domain();
        int frame = domain == null ? ABORT : hardware.translate(domain, vpn, write);
        return frame == FAULT ? ABORT : frame;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        throw new IllegalStateException("VFIO has no device faults");
    }

    @Override
    public Errno faultResult() {
        return Errno.EFAULT;
    }

    @Override
    public MmStruct meant(long vpn) {
        DmaMapping mapping = iommu == null ? null : iommu.find(vpn, vpn + 1);
        return mapping == null ? opener : mapping.mm();
    }

    @Override
    public long meantPage(long vpn) {
        DmaMapping mapping = iommu == null ? null : iommu.find(vpn, vpn + 1);
        return mapping == null ? vpn : mapping.vaddr(vpn);
    }
}
