package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code mremap} with MREMAP_FIXED that keeps the size (mm/mremap.c): entries go to the new address, frames stay. Only the old range is
 * notified, since the new one had no entries. The old area of a device's file is closed ({@code remove_vma}), which its driver may take
 * for the end of the region. Hugetlb memory moves from 5.16 on (550a7d60bd5e), in whole huge pages.
 */
public final class Mremap extends MmSyscall<Mremap> {
    private static final Program<Mremap> STEPS = Program.<Mremap>of("mremap")
            .cpu("mmap_write_lock", Cost.SYSCALL, (o, a) -> o.lock(a))
            .waitsKillable()
            .cpu("ksm_madvise", Cost.INCLUDED, (o, a) -> o.breakKsm(a))
            .returned((o, a) -> o.orFail(a, Flow.NEXT))
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("move_page_tables", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.move(a)))
            .waits()
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.cpu.flush(a, o.mm, o.start, o.stop))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final long newStart;
    private long at;
    private long stop;
    private final List<Vma> copies = new ArrayList<>();
    private final NotifierRange range;
    private final BreakKsm breakKsm;

    /**
     * A move.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page of the old range, which must be one area up to 6.16; a hole at its start answers EFAULT
     * @param pages how many, at least 1
     * @param newStart first page of the new range, which must be free
     */
    public Mremap(Cpu cpu, MmStruct mm, long start, long pages, long newStart) {
        super(STEPS, cpu, mm, start, pages);
        this.newStart = newStart;
        range = new NotifierRange(cpu);
        breakKsm = new BreakKsm(cpu, mm);
        at = start;
        stop = end;
    }

    /** KSM pages do not move: the process gets its own first. */
    private int breakKsm(Actor actor) {
        if (!breakKsm.over(start, end).needed()) {
            return Flow.PASS;
        }
        actor.call(breakKsm);
        return Flow.NEXT;
    }

    private int rangeStart(Actor actor) {
        Vma vma = mm.findVma(start);
        if (vma != null && vma.is(Vma.HUGETLB)) {
            if (!cpu.mm().notifierRules().mremapMovesHugetlb() || start % PhysicalMemory.HUGE_PAGES != 0) {
                return fail(Errno.EINVAL);
            }
            stop = (end + PhysicalMemory.HUGE_PAGES - 1) & -PhysicalMemory.HUGE_PAGES;
        }
        if (vma == null || (vma.end() < stop && !cpu.mm().notifierRules().mremapMovesSeveralAreas())) {
            return fail(Errno.EFAULT);
        }
        mm.splitAt(start);
        mm.splitAt(stop);
        for (Vma area : mm.within(start, stop)) {
            VmaFile file = area.file();
            Errno may = file == null ? Errno.OK : file.mremap(area);
            if (file != null && !may.ok()) {
                // move_vma asks when the copy is there already, and unmaps that again: its driver sees an area end.
                file.close(area);
                return fail(may);
            }
        }
        for (Vma area : mm.within(start, stop)) {
            Vma copy = area.copyAt(area.start() - start + newStart);
            copies.add(copy);
            mm.insert(copy);
        }
        range.start(actor, mm, start, stop, NotifierEvent.UNMAP);
        return Flow.NEXT;
    }

    private int move(Actor actor) {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, stop);
        if (vpn < 0) {
            actor.charge(0);
            copies.forEach(mm::remove);
            for (Vma vma : mm.within(start, stop)) {
                mm.remove(vma);
                if (vma.file() != null) {
                    vma.file().close(vma);
                }
                vma.move(vma.start() - start + newStart);
                mm.insert(vma);
            }
            mm.freeTables(start, stop);
            return Flow.NEXT;
        }
        at = vpn;
        long pmd = table.hugePmd(vpn);
        if (pmd != 0 && movesWhole(vpn & -PhysicalMemory.HUGE_PAGES)) {
            table.setHugePmd(vpn, 0);
            table.setHugePmd(vpn - start + newStart, unprotected(pmd));
            return Flow.AGAIN;
        }
        if (pmd != 0) {
            actor.charge(0);
            actor.call(cpu.splitHugePmd(mm, vpn));
            return Flow.AGAIN;
        }
        long pte = table.walk(vpn);
        table.set(vpn, 0);
        table.set(vpn - start + newStart, unprotected(pte));
        noteTable(vpn);
        return Flow.AGAIN;
    }

    /** {@code mremap_userfaultfd_prep}: what is moved is registered no more, without an event that its manager hears. */
    private static long unprotected(long entry) {
        return entry & ~Pte.UFFD_WP;
    }

    private void noteTable(long vpn) {
        Vma vma = mm.findVma(vpn);
        FileMapping mapping = vma == null ? null : vma.mapping();
        if (mapping != null && mapping.collapses()) {
            mm.addTable(vpn - start + newStart);
        }
    }

    /** {@code move_huge_pmd}: all of it goes, to 2 MiB that are aligned and empty. */
    private boolean movesWhole(long first) {
        boolean aligned = (newStart - start) % PhysicalMemory.HUGE_PAGES == 0;
        return aligned
                && first >= start
                && first + PhysicalMemory.HUGE_PAGES <= stop
                && mm.pageTable().pmdNone(first - start + newStart);
    }
}
