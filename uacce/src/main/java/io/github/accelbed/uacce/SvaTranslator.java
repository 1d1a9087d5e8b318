package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;

/** Addresses of a bound process: the IOMMU walks the process's own table, and a miss is an IO page fault like the process's. */
final class SvaTranslator implements AddressTranslator {
    private final Iommu iommu;
    private final SvaBinding binding;
    private final IoPageFault fault;

    SvaTranslator(Iommu iommu, SvaBinding binding, Cpu cpu) {
        this.iommu = iommu;
        this.binding = binding;
        fault = new IoPageFault(cpu);
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
    public Operation<?> fault(long vpn, boolean write) {
        return fault.at(binding.mm(), vpn, write);
    }

    @Override
    public Errno faultResult() {
        return fault.result();
    }

    @Override
    public MmStruct meant(long vpn) {
        return binding.mm();
    }

    /** Pages with an entry that the device may read through. */
    long reachable() {
        long pages = 0;
        for (Vma vma : binding.mm().vmas()) {
            if (!vma.is(Vma.PFNMAP)) {
                pages += present(vma);
            }
        }
        return pages;
    }

    /** Pages that an IO page fault would bring in. */
    long mappable() {
        long pages = 0;
        for (Vma vma : binding.mm().vmas()) {
            if (!vma.is(Vma.PFNMAP) && vma.is(Vma.READ)) {
                pages += vma.end() - vma.start() - present(vma);
            }
        }
        return pages;
    }

    private long present(Vma vma) {
        PageTable table = binding.mm().pageTable();
        long pages = 0;
        for (long vpn = table.nextMapped(vma.start(), vma.end());
                vpn >= 0;
                vpn = table.nextMapped(vpn + 1, vma.end())) {
            pages += Pte.readable(table.walk(vpn)) ? 1 : 0;
        }
        return pages;
    }
}
