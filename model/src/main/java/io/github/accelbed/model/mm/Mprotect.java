package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code mprotect} (mm/mprotect.c): changes rights in place. A hole answers ENOMEM after the part before it was changed. Write
 * permission comes back lazily, at the next write fault; that newer kernels restore it at once for exclusive pages is left out.
 */
public final class Mprotect extends MmSyscall<Mprotect> {
    private static final Program<Mprotect> STEPS = Program.<Mprotect>of("mprotect")
            .cpu("mmap_write_lock", Cost.SYSCALL, (o, a) -> o.lockAndSplit(a))
            .waitsKillable()
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, underPtl((o, a) -> o.rangeStart(a)))
            .waits()
            .cpu("change_pte_range", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.change(a)))
            .waits()
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final int rights;
    private long at;
    private long stop;
    private final NotifierRange range;
    private boolean populated;

    /**
     * A change of rights.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     * @param rights {@link Vma#READ} and {@link Vma#WRITE}, or 0 for none
     */
    public Mprotect(Cpu cpu, MmStruct mm, long start, long pages, int rights) {
        super(STEPS, cpu, mm, start, pages);
        this.rights = rights;
        range = new NotifierRange(cpu);
    }

    private int lockAndSplit(Actor actor) {
        int locked = lock(actor);
        if (locked != Flow.NEXT) {
            return locked;
        }
        if (mm.cutsHugetlb(start, end)) {
            return fail(Errno.EINVAL);
        }
        mm.splitAt(start);
        mm.splitAt(end);
        stop = start;
        while (stop < end) {
            Vma vma = mm.findVma(stop);
            if (vma == null) {
                answer(Errno.ENOMEM);
                break;
            }
            vma.set(Vma.READ, (rights & Vma.READ) != 0);
            vma.set(Vma.WRITE, (rights & Vma.WRITE) != 0);
            stop = vma.end();
        }
        mm.merge(start, end, cpu.mm().memory());
        at = start;
        return Flow.NEXT;
    }

    /** Under the page-table lock, since an entry that somebody is about to put back would look missing. */
    private int rangeStart(Actor actor) {
        long first = mm.pageTable().nextMapped(start, stop);
        populated = first >= 0;
        return populated ? range.start(actor, mm, first, stop, NotifierEvent.PROTECTION_VMA) : Flow.PASS;
    }

    private int change(Actor actor) {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, stop);
        if (vpn < 0) {
            return Flow.PASS;
        }
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            long first = vpn & -PhysicalMemory.HUGE_PAGES;
            if (first < start || first + PhysicalMemory.HUGE_PAGES > stop) {
                actor.charge(0);
                actor.call(cpu.splitHugePmd(mm, vpn));
                return Flow.AGAIN;
            }
            table.setHugePmd(vpn, protect(pmd));
            at = first + PhysicalMemory.HUGE_PAGES;
            return Flow.AGAIN;
        }
        long pte = table.walk(vpn);
        if (Pte.present(pte)) {
            table.set(vpn, protect(pte));
        }
        at = vpn + 1;
        return Flow.AGAIN;
    }

    private long protect(long pte) {
        long changed = pte & ~Pte.PROT_NONE;
        if ((rights & Vma.WRITE) == 0) {
            changed &= ~Pte.WRITE;
        }
        return rights == 0 ? changed | Pte.PROT_NONE : changed;
    }

    private int flush(Actor actor) {
        return populated ? cpu.flush(actor, mm, start, stop) : Flow.PASS;
    }
}
