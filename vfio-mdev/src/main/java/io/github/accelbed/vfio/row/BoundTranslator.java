package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.AccessiblePages;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.VfioGroup;
import io.github.accelbed.vfio.VfioMm;
import org.jspecify.annotations.Nullable;

/**
 * How the addresses of a bound container's device become frames: the client has written a PASID into the device, and the IOMMU walks what the
 * device's group has under that PASID: a process's own table, or nothing.
 */
final class BoundTranslator implements VfioTranslator {
    private final Iommu hardware;
    private final VfioGroup group;
    private final MmStruct opener;
    private final IoPageFault fault;
    private @Nullable VfioMm written;

    /**
     * A translation.
     *
     * @param hardware the IOMMU of the machine
     * @param group the device's
     * @param opener whom an address means as long as no PASID is written
     * @param fault the queue's fault
     */
    BoundTranslator(Iommu hardware, VfioGroup group, MmStruct opener, IoPageFault fault) {
        this.hardware = hardware;
        this.group = group;
        this.opener = opener;
        this.fault = fault;
    }

    /**
     * The client writes a PASID into the device.
     *
     * @param mm whose
     */
    void write(VfioMm mm) {
        written = mm;
    }

    /** Whose PASID is written, or null. */
    @Nullable
    VfioMm written() {
        return written;
    }

    private @Nullable SvaBinding bond() {
        return written == null ? null : written.bond(group);
    }

    private @Nullable MmStruct walked() {
        SvaBinding bond = bond();
        return bond == null || bond.domain().quiet() ? null : bond.mm();
    }

    @Override
    public long invalidations() {
        SvaBinding bond = bond();
        return bond == null ? 0 : bond.domain().invalidations();
    }

    @Override
    public long reachable() {
        MmStruct mm = walked();
        return mm == null ? 0 : AccessiblePages.present(mm);
    }

    @Override
    public long mappable() {
        MmStruct mm = walked();
        return mm == null ? 0 : AccessiblePages.absent(mm);
    }

    @Override
    public long tables() {
        return 0;
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        SvaBinding bond = bond();
        return bond == null ? 0 : hardware.prefetch(bond.domain(), vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        SvaBinding bond = bond();
        if (bond != null) {
            hardware.evict(bond.domain(), vpn);
        }
    }

    @Override
    public int translate(long vpn, boolean write) {
        SvaBinding bond = bond();
        return bond == null ? ABORT : hardware.translate(bond.domain(), vpn, write);
    }

    @Override
    public boolean refuses(long vpn, boolean write) {
        SvaBinding bond = bond();
        return bond != null && hardware.refuses(bond.domain(), vpn, write);
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        return fault.at(meant(vpn), vpn, write);
    }

    @Override
    public Errno faultResult() {
        return fault.result();
    }

    @Override
    public MmStruct meant(long vpn) {
        return written == null ? opener : written.mm();
    }
}
