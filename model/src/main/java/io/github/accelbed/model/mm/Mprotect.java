package io.github.accelbed.model.mm;

import static java.util.Objects.requireNonNull;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code mprotect} (mm/mprotect.c): changes rights in place. A hole answers ENOMEM after the part before it was changed. Write
 * permission comes back lazily, at the next write fault; that newer kernels restore it at once for exclusive pages is left out. An area that
 * has the rights already is left alone, is not cut, and is a neighbour for the one that changes ({@code mprotect_fixup}).
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

    /** From the first area whose rights change, or -1, to behind the last one. */
    private long first;

    private long behind;
    private long at;
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
        first = -1;
        behind = -1;
        at = start;
        while (at < end && result().ok()) {
            Vma vma = mm.findVma(at);
            if (vma == null) {
                answer(Errno.ENOMEM);
            } else if (vma.is(Vma.READ) != ((rights & Vma.READ) != 0)
                    || vma.is(Vma.WRITE) != ((rights & Vma.WRITE) != 0)) {
                fixUp(vma);
            } else {
                at = Math.min(end, vma.end());
            }
        }
        at = first;
        return Flow.NEXT;
    }

    /** {@code mprotect_fixup} of an area whose rights change; others are not cut. */
    private void fixUp(Vma vma) {
        if (vma.cutsHugetlb(at) || (end < vma.end() && vma.cutsHugetlb(end))) {
            answer(Errno.EINVAL);
            return;
        }
        mm.splitAt(at);
        mm.splitAt(end);
        Vma changed = requireNonNull(mm.findVma(at));
        changed.set(Vma.READ, (rights & Vma.READ) != 0);
        changed.set(Vma.WRITE, (rights & Vma.WRITE) != 0);
        first = first < 0 ? at : first;
        behind = changed.end();
        mm.merge(at, behind, cpu);
        at = behind;
    }

    /** Under the page-table lock, since an entry that somebody is about to put back would look missing. */
    private int rangeStart(Actor actor) {
        long mapped = first < 0 ? -1 : mm.pageTable().nextMapped(first, behind);
        populated = mapped >= 0;
        return populated ? range.start(actor, mm, mapped, behind, NotifierEvent.PROTECTION_VMA) : Flow.PASS;
    }

    private int change(Actor actor) {
        if (first < 0) {
            return Flow.PASS;
        }
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, behind);
        if (vpn < 0) {
            return Flow.PASS;
        }
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            long head = vpn & -PhysicalMemory.HUGE_PAGES;
            if (head < first || head + PhysicalMemory.HUGE_PAGES > behind) {
                actor.charge(0);
                actor.call(cpu.splitHugePmd(mm, vpn));
                return Flow.AGAIN;
            }
            table.setHugePmd(vpn, protect(pmd));
            at = head + PhysicalMemory.HUGE_PAGES;
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
        return populated ? cpu.flush(actor, mm, first, behind) : Flow.PASS;
    }
}
