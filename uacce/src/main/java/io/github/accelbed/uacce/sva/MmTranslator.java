package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;

/** Addresses of a process, looked up in the process's own table; a missing entry is a fault like the process's. */
public abstract class MmTranslator implements AddressTranslator {
    private final MmStruct mm;
    private final IoPageFault fault;

    /**
     * A translator.
     *
     * @param mm whose table
     * @param fault the fault of this queue, with the steps of its row
     */
    protected MmTranslator(MmStruct mm, IoPageFault fault) {
        this.mm = mm;
        this.fault = fault;
    }

    /**
     * Whose table.
     *
     * @return the process's address space
     */
    public final MmStruct mm() {
        return mm;
    }

    @Override
    public final Operation<?> fault(long vpn, boolean write) {
        return fault.at(mm, vpn, write);
    }

    @Override
    public final Errno faultResult() {
        return fault.result();
    }

    @Override
    public final MmStruct meant(long vpn) {
        return mm;
    }

    /**
     * Whether translations are still made for this address space.
     *
     * @return false once every access is dropped
     */
    public abstract boolean works();

    /**
     * Pages with an entry that the device may read through.
     *
     * @return 0 or more
     */
    public final long reachable() {
        long pages = 0;
        for (Vma vma : mm.vmas()) {
            if (!vma.is(Vma.PFNMAP)) {
                pages += present(vma);
            }
        }
        return pages;
    }

    /**
     * Pages that a fault would bring in.
     *
     * @return 0 or more
     */
    public final long mappable() {
        long pages = 0;
        for (Vma vma : mm.vmas()) {
            if (!vma.is(Vma.PFNMAP) && vma.is(Vma.READ)) {
                pages += vma.end() - vma.start() - present(vma);
            }
        }
        return pages;
    }

    private long present(Vma vma) {
        PageTable table = mm.pageTable();
        long pages = 0;
        for (long vpn = table.nextMapped(vma.start(), vma.end());
                vpn >= 0;
                vpn = table.nextMapped(vpn + 1, vma.end())) {
            pages += Pte.readable(table.walk(vpn)) ? 1 : 0;
        }
        return pages;
    }
}
