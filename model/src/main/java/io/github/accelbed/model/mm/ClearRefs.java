package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A {@code 4} written to {@code /proc/PID/clear_refs} ({@code clear_refs_write}, fs/proc/task_mmu.c), as CRIU does before each pass: every entry loses its
 * soft-dirty mark and its right to write, so that the next write is seen. Mirrors are told of the whole address space. Dirty bits stay. hugetlb memory is
 * not walked. Up to 5.10 mmap_lock is taken for reading (that it is taken for writing first, to clear the mark of areas, is left out), from 5.11 on for
 * writing (29a951dfb3c3).
 */
public final class ClearRefs extends MmSyscall<ClearRefs> {
    /** The end of the range itself invalidates the secondary TLBs. */
    private static final Program<ClearRefs> UP_TO_6_5 = lock().iommu(
                    "mmu_notifier_invalidate_range_end", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlockMm(a))
            .build();

    /** {@code flush_tlb_mm} does, after it. */
    private static final Program<ClearRefs> SINCE_6_6 = lock().cpu(
                    "mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .iommu("arch_invalidate_secondary_tlbs", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlockMm(a))
            .build();

    private final NotifierRange range;
    private long at;

    /**
     * Clears the marks of an address space.
     *
     * @param cpu whoever writes the file
     * @param mm whose memory
     */
    public ClearRefs(Cpu cpu, MmStruct mm) {
        super(
                cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs() ? UP_TO_6_5 : SINCE_6_6,
                cpu,
                mm,
                0,
                PageTable.PAGES);
        range = new NotifierRange(cpu);
    }

    private static Program.Builder<ClearRefs> lock() {
        return Program.<ClearRefs>of("clear_refs_write")
                .cpu("mmap_lock", Cost.SYSCALL, (o, a) -> o.lockMm(a))
                .waitsKillable()
                .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
                .cpu("clear_soft_dirty", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.protect()))
                .waits();
    }

    private boolean locksForWriting() {
        return cpu.mm().notifierRules().clearRefsWritesMmapLock();
    }

    private int lockMm(Actor actor) {
        return locksForWriting() ? lock(actor) : downReadKillable(actor, mm.mmapLock());
    }

    private int unlockMm(Actor actor) {
        if (locksForWriting()) {
            return unlock(actor);
        }
        mm.mmapLock().unlockShared(actor);
        return Flow.NEXT;
    }

    private int rangeStart(Actor actor) {
        at = start;
        return range.start(actor, mm, start, end, NotifierEvent.SOFT_DIRTY);
    }

    private int protect() {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, end);
        if (vpn < 0) {
            return Flow.PASS;
        }
        at = vpn + 1;
        Vma vma = mm.findVma(vpn);
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            at = (vpn | (PhysicalMemory.HUGE_PAGES - 1)) + 1;
            if (vma != null && !vma.is(Vma.HUGETLB)) {
                // clear_soft_dirty_pmd never asks for pins.
                table.setHugePmd(vpn, pmd & ~Pte.WRITE);
            }
            return Flow.AGAIN;
        }
        long pte = table.walk(vpn);
        if (vma != null && !vma.is(Vma.PFNMAP) && Pte.present(pte) && !isPinned(vma, pte)) {
            table.set(vpn, pte & ~Pte.WRITE);
        }
        return Flow.AGAIN;
    }

    /** {@code pte_is_pinned}. */
    private boolean isPinned(Vma vma, long pte) {
        CowRules rules = cpu.mm().cowRules();
        return rules.clearRefsSparesPinned()
                && (pte & (Pte.WRITE | Pte.SPECIAL)) == Pte.WRITE
                && vma.isCowMapping()
                && mm.hasPinned()
                && cpu.mm().memory().maybeDmaPinned(Pte.frame(pte), rules.pinBias());
    }

    private int flush(Actor actor) {
        return cpu.flush(actor, mm, start, end);
    }
}
