package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code madvise_free_single_vma} (mm/madvise.c): entries are made clean, so reclaim may drop the pages instead of swapping them, also where
 * others map them: what they wrote they keep. What is swapped is dropped at once; a page that is mapped and in the swap cache stays as it
 * is if anybody else has it.
 *
 * <p>A huge page that nobody else maps is treated as a whole, whoever refers to it; one of which only a part is named is split before, and stays as it is if
 * anybody refers to it ({@code madvise_free_huge_pmd}; alike on 5.10.223, 6.1.176, 6.12.117, 6.16.12 and 6.18.15). Left out: a huge page that is mapped by
 * small entries stays as it is; that up to 5.13 and from 6.5 to 6.8 only mappings of its first page are counted; PG_dirty, which spares a shared page.
 */
final class MadviseFree extends PteOperation<MadviseFree> {
    private static final Program<MadviseFree> STEPS = Program.<MadviseFree>of("madvise_free_single_vma")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("madvise_free_pte_range", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.clean(a)))
            .waits()
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.cpu.flush(a, o.mm, o.start, o.end))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd(a))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final NotifierRange range;
    private final SplitFolio split;
    private long start;
    private long end;
    private long at;

    MadviseFree(Cpu cpu, MmStruct mm) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        range = new NotifierRange(cpu);
        split = new SplitFolio(cpu, mm);
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

    private int clean(Actor actor) {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, end);
        if (vpn < 0) {
            return Flow.PASS;
        }
        if (table.hugePmd(vpn) != 0) {
            return cleanHuge(actor, vpn & -PhysicalMemory.HUGE_PAGES);
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

    /** {@code madvise_free_huge_pmd}. */
    private int cleanHuge(Actor actor, long first) {
        PageTable table = mm.pageTable();
        PhysicalMemory memory = cpu.mm().memory();
        long behind = first + PhysicalMemory.HUGE_PAGES;
        long pmd = table.hugePmd(first);
        int head = Pte.frame(pmd);
        boolean alone = (pmd & Pte.SPECIAL) == 0 && memory.totalMapcount(head) == 1 && !memory.isLocked(head);
        boolean whole = start <= first && behind <= end;
        if (alone && !whole && memory.canSplit(head)) {
            actor.call(split.of(first));
            return Flow.AGAIN;
        }
        if (alone && whole) {
            memory.setLazyFree(head, true);
            table.setHugePmd(first, pmd & ~(Pte.DIRTY | Pte.ACCESSED));
        }
        at = behind;
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
