package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;

/** Addresses of a bound process: the IOMMU walks the process's own table under the process's PASID. */
public final class SvaTranslator extends MmTranslator {
    private final Iommu iommu;
    private final SvaBinding binding;
    private SvaBinding tagged;

    /**
     * A translator.
     *
     * @param iommu the machine's
     * @param binding the process's
     * @param fault the fault of this queue
     */
    public SvaTranslator(Iommu iommu, SvaBinding binding, IoPageFault fault) {
        super(binding.mm(), fault);
        this.iommu = iommu;
        this.binding = binding;
        tagged = binding;
    }

    /**
     * Fault injection: makes the device tag the queue's transactions with another queue's PASID. The IOMMU cannot tell.
     *
     * @param other whose PASID; this for the right one
     */
    public void tagAs(SvaTranslator other) {
        tagged = other.binding;
    }

    @Override
    protected MmStruct walked() {
        return tagged.mm();
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return iommu.prefetch(tagged.domain(), vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        iommu.evict(tagged.domain(), vpn);
    }

    @Override
    public int translate(long vpn, boolean write) {
        return iommu.translate(tagged.domain(), vpn, write);
    }

    @Override
    public boolean refuses(long vpn, boolean write) {
        return iommu.refuses(tagged.domain(), vpn, write);
    }

    @Override
    public long invalidations() {
        return binding.domain().invalidations();
    }

    @Override
    public boolean works() {
        return !binding.domain().quiet();
    }
}
