package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * khugepaged ({@code khugepaged_scan_mm_slot}, mm/khugepaged.c) at the whole 2 MiB of a range. The kernel's thread answers nobody; here the answer is what
 * MADV_COLLAPSE would say, the first that is not OK. A lock that is taken it leaves for another round; here it waits. Shared
 * memory it takes whether or not its area is {@link Vma#HUGEPAGE}, as with {@code always} in {@code shmem_enabled}.
 */
public final class Khugepaged extends Operation<Khugepaged> {
    private static final Program<Khugepaged> STEPS = Program.<Khugepaged>of("khugepaged_scan_mm_slot")
            .kernel("khugepaged_collapse_pte_mapped_thps", Cost.INCLUDED, (o, a) -> o.nextPteMapped(a))
            .returned((o, a) -> o.pteMappedDone(a))
            .kernel("mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .kernel("khugepaged_scan_pmd", Cost.INCLUDED, (o, a) -> o.scan(a))
            .returned((o, a) -> o.scanned(a))
            .build();

    private final MmStruct mm;
    private final long end;
    private final CollapseHugePage collapse;
    private final CollapseFile collapseFile;
    private final RetractPageTable retract;
    private long at;

    /**
     * A look at a range.
     *
     * @param cpu the kernel worker
     * @param mm whose memory
     * @param start first page
     * @param pages how many; EINVAL unless whole 2 MiB are among them
     */
    public Khugepaged(Cpu cpu, MmStruct mm, long start, long pages) {
        super(STEPS);
        this.mm = mm;
        at = (start + PhysicalMemory.HUGE_PAGES - 1) & -PhysicalMemory.HUGE_PAGES;
        end = (start + pages) & -PhysicalMemory.HUGE_PAGES;
        collapse = new CollapseHugePage(cpu, true);
        collapseFile = new CollapseFile(cpu, true);
        retract = new RetractPageTable(cpu, true);
    }

    private int lock(Actor actor) {
        return at < end ? downRead(actor, mm.mmapLock()) : fail(Errno.EINVAL);
    }

    /** What it could not take out when it came last, if mmap_lock is to be had now. */
    private int nextPteMapped(Actor actor) {
        if (mm.nextPteMapped() == MmStruct.NOWHERE || !mm.mmapLock().lock(actor)) {
            return Flow.PASS;
        }
        actor.call(retract.ofHeld(mm, mm.nextPteMapped()));
        return Flow.AGAIN;
    }

    private int pteMappedDone(Actor actor) {
        mm.removePteMapped(mm.nextPteMapped());
        mm.mmapLock().unlock(actor);
        return Flow.AGAIN;
    }

    private int scan(Actor actor) {
        Vma vma = mm.findVma(at);
        boolean file = vma != null && CollapseFile.takes(vma);
        actor.call(file ? collapseFile.of(mm, at) : collapse.of(mm, at));
        return Flow.NEXT;
    }

    private int scanned(Actor actor) {
        at += PhysicalMemory.HUGE_PAGES;
        if (result().ok()) {
            answer(actor.returned());
        }
        return at < end ? Flow.RESTART : Flow.DONE;
    }
}
