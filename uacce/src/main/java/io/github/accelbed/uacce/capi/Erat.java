package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.iommu.Iotlb;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;

/**
 * The cache of translations in an adapter's PSL, with the PSL's own walk of the process's table behind it. No IOMMU has a part in this, and
 * no table is kept beside the CPU's. Left out: segments and the hash table of POWER8, whose walk is not that of a radix tree.
 */
final class Erat {
    private final Iotlb cache;

    Erat(int entries) {
        cache = new Iotlb(entries);
    }

    /** The frame, or {@link AddressTranslator#FAULT}. */
    int translate(int context, PageTable table, long vpn, boolean write) {
        long entry = cache.lookup(context, vpn);
        return Pte.grants(entry, write) ? Pte.frame(entry) : walk(context, table, vpn, write);
    }

    /** Looks ahead of an access; 1 if it had to walk. */
    int prefetch(int context, PageTable table, long vpn, boolean write) {
        if (cache.holds(context, vpn, write)) {
            return 0;
        }
        walk(context, table, vpn, write);
        return 1;
    }

    /** A broadcast of the CPU's. */
    void tlbie(int context, long start, long end) {
        cache.invalidate(context, start, end);
    }

    private int walk(int context, PageTable table, long vpn, boolean write) {
        long entry = table.walk(vpn);
        if (!Pte.grants(entry, write)) {
            return AddressTranslator.FAULT;
        }
        if (write && (entry & (Pte.DIRTY | Pte.HUGE)) == 0) {
            entry |= Pte.DIRTY | Pte.ACCESSED;
            table.set(vpn, entry);
        }
        cache.fill(context, vpn, entry);
        return Pte.frame(entry);
    }
}
