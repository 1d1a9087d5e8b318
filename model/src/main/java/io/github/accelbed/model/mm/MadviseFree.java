package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code madvise_free_single_vma} (mm/madvise.c): entries are made clean, so reclaim may drop the pages instead of swapping them.
 * Pages mapped elsewhere too, and huge pages, are left alone.
 */
final class MadviseFree extends PteOperation<MadviseFree> {
    private static final Program<MadviseFree> STEPS = Program.<MadviseFree>of("madvise_free_single_vma")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("madvise_free_pte_range", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.clean()))
            .waits()
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.cpu.flush(a, o.mm, o.start, o.end))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd(a))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final NotifierRange range;
    private long start;
    private long end;
    private long at;

    MadviseFree(Cpu cpu, MmStruct mm) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        range = new NotifierRange(cpu);
    }

    MadviseFree over(long first, long behind) {
        start = first;
        end = behind;
        return this;
    }

    @Override
    protected void begin() {
        at = start;
    }

    @Override
    MmStruct mm() {
        return mm;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm, start, end, NotifierEvent.CLEAR);
    }

    private int clean() {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, end);
        if (vpn < 0) {
            return Flow.PASS;
        }
        at = vpn + 1;
        long pte = table.walk(vpn);
        PhysicalMemory memory = cpu.mm().memory();
        boolean mapped = Pte.present(pte) && (pte & (Pte.SPECIAL | Pte.HUGE)) == 0;
        if (mapped && memory.isAnon(Pte.frame(pte)) && memory.mapcount(Pte.frame(pte)) == 1) {
            memory.setLazyFree(Pte.frame(pte), true);
            table.set(vpn, pte & ~(Pte.DIRTY | Pte.ACCESSED));
        }
        return Flow.AGAIN;
    }

    private int rangeEnd(Actor actor) {
        range.end(actor);
        return Flow.DONE;
    }
}
