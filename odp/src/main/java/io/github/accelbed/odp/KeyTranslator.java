package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Translation in the adapter: the key's right first, then its table. A violation of the key is an error at once; a missing entry of
 * a pageable region is a page fault.
 */
final class KeyTranslator implements AddressTranslator {
    private final UverbsContext context;
    private final AdapterRules adapter;
    private final PageFault pageFault;
    private final ResetQueuePair reset;
    private @Nullable ImplicitRegion whole;

    KeyTranslator(UverbsContext context, Cpu cpu) {
        this.context = context;
        adapter = context.adapter();
        pageFault = new PageFault(cpu, this, context.rules());
        reset = new ResetQueuePair();
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return 0;
    }

    @Override
    public int translate(long vpn, boolean write) {
        MemoryRegion region = region(vpn);
        if (region == null || (write && !region.writable())) {
            return ABORT;
        }
        long entry = region.entry(vpn);
        boolean through = region.pageable() && adapter.writesThroughReadOnlyEntries();
        if (Pte.grants(entry, write && !through)) {
            return Pte.frame(entry);
        }
        return region.pageable() ? FAULT : ABORT;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        return fault(vpn, write, 1);
    }

    @Override
    public Operation<?> fault(long vpn, boolean write, int rest) {
        return pageFault.at(vpn, adapter.faultsWholeSegments() ? rest : 1, write || !adapter.faultsForAccess());
    }

    @Override
    public Errno faultResult() {
        return pageFault.result();
    }

    @Override
    public Operation<?> recover() {
        return reset;
    }

    @Override
    public MmStruct meant(long vpn) {
        MemoryRegion region = region(vpn);
        return region == null ? context.openerMm() : region.mm();
    }

    /** The region whose key a work request with this address carries, or null. */
    @Nullable
    MemoryRegion region(long vpn) {
        MemoryRegion found = context.keys().find(vpn);
        return found != null || whole == null || whole.erased() ? found : whole;
    }

    /** The region for addresses that nobody registered by name. */
    void setWhole(@Nullable ImplicitRegion region) {
        whole = region;
    }

    PageFault pageFault() {
        return pageFault;
    }

    long resets() {
        return reset.count();
    }
}
