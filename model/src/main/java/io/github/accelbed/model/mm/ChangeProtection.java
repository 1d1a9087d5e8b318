package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code change_protection} (mm/mprotect.c) for whoever changes entries and not the rights of areas, with mmap_lock held for reading. Mirrors are told from the
 * first entry on, if there is one, whether any changes or not. The kernel does one area after the other; here one range is told of, over all that are concerned.
 *
 * @param <O> the subclass itself
 */
abstract class ChangeProtection<O extends ChangeProtection<O>> extends MmSyscall<O> {
    private final NotifierRange range;
    private long at;
    private long stop;
    private boolean told;
    private boolean changed;

    ChangeProtection(Program<O> program, Cpu cpu, MmStruct mm, long start, long pages) {
        super(program, cpu, mm, start, pages);
        range = new NotifierRange(cpu);
    }

    /** The steps behind the one that takes mmap_lock: up to 6.5 the end of the range itself invalidates the secondary TLBs, later the flush behind it does. */
    static <O extends ChangeProtection<O>> Program<O> steps(Program.Builder<O> lock, boolean endFlushes) {
        Program.Builder<O> changed = lock.cpu(
                        "mmu_notifier_invalidate_range_start", Cost.INCLUDED, underPtl((o, a) -> o.rangeStart(a)))
                .waits()
                .cpu("change_pte_range", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.changeNext(a)))
                .waits();
        Program.Builder<O> flushed = endFlushes
                ? changed.iommu("mmu_notifier_invalidate_range_end", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
                        .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.end(a))
                : changed.cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.end(a))
                        .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a));
        return flushed.cpu("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlockShared(a))
                .build();
    }

    /** Whether an area is one of those to change. */
    abstract boolean concerns(Vma vma);

    /**
     * What becomes of an entry.
     *
     * @param vma one that is concerned
     * @param pte an entry of a page or of a huge one, present or not
     * @return the new entry, or the old one if it stays
     */
    abstract long change(Vma vma, long pte);

    final int rangeStart(Actor actor) {
        changed = false;
        at = next(start);
        stop = end;
        told = at >= 0;
        if (!told) {
            at = end;
            return Flow.PASS;
        }
        for (Vma vma = mm.findVma(stop - 1); vma == null || !concerns(vma); vma = mm.findVma(stop - 1)) {
            stop = vma == null ? stop - 1 : vma.start();
        }
        return range.start(actor, mm, at, stop, NotifierEvent.PROTECTION_VMA);
    }

    /** The first entry from there on that lies in an area to change, or -1. */
    private long next(long from) {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(from, end);
        while (vpn >= 0) {
            Vma vma = mm.findVma(vpn);
            if (vma != null && concerns(vma)) {
                return vpn;
            }
            vpn = table.nextMapped(vma == null ? vpn + 1 : vma.end(), end);
        }
        return -1;
    }

    final int changeNext(Actor actor) {
        long vpn = next(at);
        Vma vma = vpn < 0 ? null : mm.findVma(vpn);
        if (vma == null) {
            return Flow.PASS;
        }
        PageTable table = mm.pageTable();
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            long first = vpn & -PhysicalMemory.HUGE_PAGES;
            if (first < start || first + PhysicalMemory.HUGE_PAGES > end) {
                actor.charge(0);
                actor.call(cpu.splitHugePmd(mm, vpn));
                return Flow.AGAIN;
            }
            at = first + PhysicalMemory.HUGE_PAGES;
            table.setHugePmd(vpn, noted(pmd, change(vma, pmd)));
            return Flow.AGAIN;
        }
        long pte = table.walk(vpn);
        at = vpn + 1;
        table.set(vpn, noted(pte, change(vma, pte)));
        return Flow.AGAIN;
    }

    private long noted(long pte, long now) {
        changed |= pte != now;
        return now;
    }

    final int flush(Actor actor) {
        boolean endFlushes = cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs();
        return changed || (endFlushes && told) ? cpu.flush(actor, mm, start, end) : Flow.PASS;
    }

    final int end(Actor actor) {
        return range.end(actor);
    }

    final int unlockShared(Actor actor) {
        mm.mmapLock().unlockShared(actor);
        return Flow.DONE;
    }
}
