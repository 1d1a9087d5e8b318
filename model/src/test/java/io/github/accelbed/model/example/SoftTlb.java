package io.github.accelbed.model.example;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuNotifier;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proposal itself: a table in the device, limited to declared ranges, filled by the driver, emptied by the notifier. */
final class SoftTlb implements AddressTranslator, MmuNotifier {

    /** What a map call declared. */
    record Range(long start, long end, boolean write) {}

    private final MmStruct mm;
    private final Refill refill;
    private final PageTable entries = new PageTable();
    private final List<Range> ranges = new ArrayList<>();
    private long invalidations;
    private boolean dead;

    SoftTlb(MmStruct mm, Cpu worker) {
        this.mm = mm;
        refill = new Refill(worker, this);
    }

    MmStruct mm() {
        return mm;
    }

    PageTable entries() {
        return entries;
    }

    List<Range> ranges() {
        return ranges;
    }

    long invalidations() {
        return invalidations;
    }

    // region translate
    @Override
    public int translate(long vpn, boolean write) {
        Range range = find(vpn);
        if (dead || range == null || (write && !range.write())) {
            return ABORT;
        }
        long entry = entries.walk(vpn);
        return Pte.grants(entry, write) ? Pte.frame(entry) : FAULT;
    }

    /** The device has no walker, so there is nothing to look up ahead. */
    @Override
    public int prefetch(long vpn, boolean write) {
        return 0;
    }

    @Override
    public Operation<?> fault(long vpn, boolean write) {
        return refill.at(vpn, write);
    }

    @Override
    public Errno faultResult() {
        return refill.result();
    }

    @Override
    public MmStruct meant(long vpn) {
        return mm;
    }
    // endregion

    // region notifier
    @Override
    public void invalidateSecondaryTlbs(MmStruct changed, long start, long end) {
        invalidations++;
        drop(start, end);
    }

    @Override
    public @Nullable Operation<?> release(MmStruct dying) {
        dead = true;
        drop(0, PageTable.PAGES);
        return null;
    }

    void drop(long start, long end) {
        for (long vpn = entries.nextMapped(start, end); vpn >= 0; vpn = entries.nextMapped(vpn + 1, end)) {
            entries.set(vpn, 0);
        }
    }
    // endregion

    @Nullable
    Range find(long vpn) {
        for (Range range : ranges) {
            if (range.start() <= vpn && vpn < range.end()) {
                return range;
            }
        }
        return null;
    }

    long reachable() {
        long pages = 0;
        for (long vpn = entries.nextMapped(0, PageTable.PAGES);
                vpn >= 0;
                vpn = entries.nextMapped(vpn + 1, PageTable.PAGES)) {
            pages++;
        }
        return pages;
    }

    /** Declared pages that the process may read and that have no entry yet. */
    long mappable() {
        long pages = 0;
        for (Range range : dead ? List.<Range>of() : ranges) {
            for (long vpn = range.start(); vpn < range.end(); vpn++) {
                Vma vma = mm.findVma(vpn);
                pages += vma != null && vma.is(Vma.READ) && entries.walk(vpn) == 0 ? 1 : 0;
            }
        }
        return pages;
    }
}
