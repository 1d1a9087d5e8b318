package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.TlbSnooper;
import io.github.accelbed.uacce.sva.MmTranslator;

/** Addresses of an attached process, kept right by the broadcasts of the CPUs that it runs on. */
final class EratTranslator extends MmTranslator implements TlbSnooper {
    private final Erat erat;
    private final int context;

    @Tally("invalidations")
    private long broadcasts;

    EratTranslator(Erat erat, int context, MmStruct mm, IoPageFault fault) {
        super(mm, fault);
        this.erat = erat;
        this.context = context;
    }

    @Override
    public int prefetch(long vpn, boolean write) {
        return erat.prefetch(context, mm().pageTable(), vpn, write);
    }

    @Override
    public boolean caches() {
        return true;
    }

    @Override
    public void evict(long vpn) {
        erat.tlbie(context, vpn, vpn + 1);
    }

    @Override
    public int translate(long vpn, boolean write) {
        return erat.translate(context, mm().pageTable(), vpn, write);
    }

    @Override
    public boolean works() {
        return mm().alive();
    }

    @Override
    public void tlbie(long start, long end) {
        broadcasts++;
        erat.tlbie(context, start, end);
    }

    @Override
    public long invalidations() {
        return broadcasts;
    }
}
