package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.AccessiblePages;
import io.github.accelbed.model.mm.MmStruct;
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

    /**
     * Whose table an access really walks, so whose page a fault brings in.
     *
     * @return the same, unless the device errs
     */
    protected MmStruct walked() {
        return mm;
    }

    @Override
    public final Operation<?> fault(long vpn, boolean write) {
        return fault.at(walked(), vpn, write);
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
     * How many invalidations have reached the translations so far.
     *
     * @return 0 or more
     */
    public abstract long invalidations();

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
        return AccessiblePages.present(mm);
    }

    /**
     * Pages that a fault would bring in.
     *
     * @return 0 or more
     */
    public final long mappable() {
        return AccessiblePages.absent(mm);
    }
}
