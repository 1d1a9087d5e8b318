package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code madvise_free_single_vma} (mm/madvise.c): entries are made clean, so reclaim may drop the pages instead of swapping them, also where
 * others map them: what they wrote they keep. What is swapped is dropped at once; a page that is mapped and in the swap cache stays as it
 * is if anybody else has it. Left out: huge pages, which stay as they are, and PG_dirty, which spares a shared page.
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
        if ((pte & Pte.SWAP) != 0) {
            freeSwapAndCache(Pte.frame(pte));
            table.set(vpn, 0);
        } else if (Pte.present(pte) && (pte & (Pte.SPECIAL | Pte.HUGE)) == 0 && canBeFreed(Pte.frame(pte))) {
            cpu.mm().memory().setLazyFree(Pte.frame(pte), true);
            table.set(vpn, pte & ~(Pte.DIRTY | Pte.ACCESSED));
        }
        return Flow.AGAIN;
    }

    private void freeSwapAndCache(int slot) {
        SwapSpace swap = cpu.mm().swap();
        swap.free(slot);
        int cached = swap.cachedFrame(slot);
        if (swap.count(slot) == 0 && cached != PhysicalMemory.NONE) {
            cpu.mm().deleteFromSwapCache(slot);
        }
    }

    /** Takes a page out of the swap cache if it can ({@code try_to_free_swap}); one that is there has no other place for what it holds. */
    private boolean canBeFreed(int frame) {
        PhysicalMemory memory = cpu.mm().memory();
        if (!memory.isAnon(frame) || memory.isCompound(frame)) {
            return false;
        } else if (memory.isKsm(frame) && memory.mapcount(frame) != 1) {
            // Its PG_dirty is set for good.
            return false;
        } else if (!memory.inSwapCache(frame)) {
            return true;
        }
        if (memory.isLocked(frame)
                || memory.mapcount(frame) != 1
                || cpu.mm().swap().countOfFrame(frame) != 0) {
            return false;
        }
        cpu.mm().deleteFromSwapCache(cpu.mm().swap().slotOfFrame(frame));
        return true;
    }

    private int rangeEnd(Actor actor) {
        range.end(actor);
        return Flow.DONE;
    }
}
