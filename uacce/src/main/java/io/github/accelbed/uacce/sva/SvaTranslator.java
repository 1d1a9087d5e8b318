package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;

/** Addresses of a bound process: the IOMMU walks the process's own table under the process's PASID. */
public final class SvaTranslator extends MmTranslator {
    private final Iommu iommu;
    private final SvaBinding binding;

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
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return iommu.prefetch(binding.domain(), vpn, write);
    }

    @Override
    public int translate(long vpn, boolean write) {
        return iommu.translate(binding.domain(), vpn, write);
    }

    @Override
    public boolean works() {
        return !binding.domain().quiet();
    }
}
