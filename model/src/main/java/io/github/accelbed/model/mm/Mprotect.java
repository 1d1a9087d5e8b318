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
            .cpu("mmap_write_lock", Cost.SYSCALL, (o, a) -> o.lock(a))
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("change_pte_range", Cost.MPROTECT_PER_PAGE, (o, a) -> o.change(a))
            .iommu("flush_tlb_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd())
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final int rights;
    private long at;
    private long stop;
    private boolean notified;
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
    }

    private int lock(Actor actor) {
        if (!mm.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
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

    private int rangeStart(Actor actor) {
        if (mm.ptl().heldByOther(actor)) {
            // An entry that somebody is about to put back would look missing.
            return Flow.BLOCKED;
        }
        long first = mm.pageTable().nextMapped(start, stop);
        populated = first >= 0;
        notified = populated && !mm.notifiers().isEmpty();
        if (notified) {
            actor.call(cpu.rangeStart(mm, first, stop, NotifierEvent.PROTECTION_VMA));
        }
        return Flow.NEXT;
    }

    private int change(Actor actor) {
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, stop);
        if (vpn < 0) {
            actor.charge(0);
            return Flow.NEXT;
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
        actor.charge(populated ? cpu.invalidateSecondaryTlbs(mm, start, stop) : 0);
        return Flow.NEXT;
    }

    private int rangeEnd() {
        if (notified) {
            mm.notifiers().finish();
            notified = false;
        }
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        mm.mmapLock().unlock(actor);
        return Flow.DONE;
    }
}
