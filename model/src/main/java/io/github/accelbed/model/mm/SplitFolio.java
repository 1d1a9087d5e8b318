package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code split_huge_page} (later {@code split_folio}, mm/huge_memory.c) of a huge page that one address space maps as a whole: it becomes 512 pages, each with
 * an entry of its own. A page to which anybody else refers stays whole ({@code can_split_folio}), and its entry as it was.
 *
 * <p>Mirrors are told (event CLEAR), and secondary TLBs are flushed. The kernel puts migration entries in place of the mapping meanwhile, for which
 * faults wait; here it is done at once, under the page-table lock.
 */
final class SplitFolio extends PteOperation<SplitFolio> {
    private static final Program<SplitFolio> STEPS = Program.<SplitFolio>of("split_huge_page")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("unmap_folio, __split_huge_page, remap_page", Cost.CPU_MINOR_FAULT, underPtl((o, a) -> o.split()))
            .waits()
            .iommu("ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd(a))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final NotifierRange range;
    private long first;

    SplitFolio(Cpu cpu, MmStruct mm) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        range = new NotifierRange(cpu);
    }

    /** The one from a page on. */
    SplitFolio of(long block) {
        first = block;
        return this;
    }

    @Override
    MmStruct mm() {
        return mm;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm, first, first + PhysicalMemory.HUGE_PAGES, NotifierEvent.CLEAR);
    }

    private int split() {
        PageTable table = mm.pageTable();
        PhysicalMemory memory = cpu.mm().memory();
        long pmd = table.hugePmd(first);
        int head = Pte.frame(pmd);
        if (pmd != 0 && (pmd & Pte.SPECIAL) == 0 && memory.canSplit(head)) {
            SplitHugePmd.remap(memory, table, first);
            memory.split(head);
        }
        return Flow.NEXT;
    }

    private int flush(Actor actor) {
        return cpu.flush(actor, mm, first, first + PhysicalMemory.HUGE_PAGES);
    }

    private int rangeEnd(Actor actor) {
        range.end(actor);
        return Flow.DONE;
    }
}
