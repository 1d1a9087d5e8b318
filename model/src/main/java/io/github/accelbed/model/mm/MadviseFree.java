package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code madvise_free_single_vma} (mm/madvise.c): entries are made clean, so reclaim may drop the pages instead of swapping them.
 * Pages mapped elsewhere too, and huge pages, are left alone.
 */
final class MadviseFree extends Operation<MadviseFree> {
    private static final Program<MadviseFree> STEPS = Program.<MadviseFree>of("madvise_free_single_vma")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("madvise_free_pte_range", Cost.MPROTECT_PER_PAGE, (o, a) -> o.clean(a))
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd())
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final long start;
    private final long end;
    private long at;
    private boolean notified;

    MadviseFree(Cpu cpu, MmStruct mm, long start, long end) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        this.start = start;
        this.end = end;
        at = start;
    }

    private int rangeStart(Actor actor) {
        notified = !mm.notifiers().isEmpty();
        if (notified) {
            actor.call(cpu.rangeStart(mm, start, end, NotifierEvent.CLEAR));
        }
        return Flow.NEXT;
    }

    private int clean(Actor actor) {
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, end);
        if (vpn < 0) {
            actor.charge(0);
            return Flow.NEXT;
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

    private int flush(Actor actor) {
        actor.charge(cpu.invalidateSecondaryTlbs(mm, start, end));
        return Flow.NEXT;
    }

    private int rangeEnd() {
        if (notified) {
            mm.notifiers().finish();
            notified = false;
        }
        return Flow.DONE;
    }
}
