package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.AccessiblePages;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.VfioGroup;
import org.jspecify.annotations.Nullable;

/**
 * How a queue's addresses become frames where WarpDrive V2 has its two modes: by the container's domain, and once {@link
 * io.github.accelbed.vfio.BindPasid} bound the
 * queue by the process's own table, with IO page faults.
 */
final class BindableTranslator implements VfioTranslator {
    private final Iommu hardware;
    private final ContainerTranslator container;
    private final VfioGroup group;
    private final IoPageFault fault;

    /**
     * A translation.
     *
     * @param hardware the IOMMU of the machine
     * @param container for as long as the queue is not bound
     * @param group where the bind is noted
     * @param fault the queue's fault
     */
    BindableTranslator(Iommu hardware, ContainerTranslator container, VfioGroup group, IoPageFault fault) {
        this.hardware = hardware;
        this.container = container;
        this.group = group;
        this.fault = fault;
    }

    private @Nullable MmStruct bound() {
        SvaBinding binding = group.binding();
        return binding == null || binding.domain().quiet() ? null : binding.mm();
    }

    @Override
    public long invalidations() {
        SvaBinding binding = group.binding();
        return container.invalidations()
                + (binding == null ? 0 : binding.domain().invalidations());
    }

    @Override
    public long reachable() {
        MmStruct mm = bound();
        return mm != null ? AccessiblePages.present(mm) : group.binding() == null ? container.reachable() : 0;
    }

    @Override
    public long mappable() {
        MmStruct mm = bound();
        return mm == null ? 0 : AccessiblePages.absent(mm);
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        SvaBinding binding = group.binding();
        return binding == null ? container.prefetch(vpn, write) : hardware.prefetch(binding.domain(), vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        SvaBinding binding = group.binding();
        if (binding == null) {
            container.evict(vpn);
        } else {
            hardware.evict(binding.domain(), vpn);
        }
    }

    @Override
    public int translate(long vpn, boolean write) {
        SvaBinding binding = group.binding();
        return binding == null ? container.translate(vpn, write) : hardware.translate(binding.domain(), vpn, write);
    }

    @Override
    public boolean refuses(long vpn, boolean write) {
        SvaBinding binding = group.binding();
        return binding != null && hardware.refuses(binding.domain(), vpn, write);
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        SvaBinding binding = group.binding();
        return binding == null ? container.fault(vpn, write) : fault.at(binding.mm(), vpn, write);
    }

    @Override
    public Errno faultResult() {
        return group.binding() == null ? container.faultResult() : fault.result();
    }

    /** Of a forged bind that of the forger, so what it reaches of the other process counts as stale. */
    @Override
    public MmStruct meant(long vpn) {
        MmStruct binder = group.binder();
        return binder == null ? container.meant(vpn) : binder;
    }

    @Override
    public long meantPage(long vpn) {
        return group.binder() == null ? container.meantPage(vpn) : vpn;
    }

    @Override
    public long tables() {
        return group.binding() == null ? container.tables() : 0;
    }
}
