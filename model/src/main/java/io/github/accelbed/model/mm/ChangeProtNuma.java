package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code change_prot_numa} (mm/mempolicy.c) of a part of a process's memory, as {@code task_numa_work} does of one part after the other: entries lose their
 * rights and keep their pages, so that the next access is a fault that says who uses the page ({@code do_numa_page}). Every page counts as one of another node.
 *
 * <p>Areas without rights, of hugetlb, of device memory, and read-only ones of files are not scanned; of the rest the zero page, KSM's pages, dirty pages of files and what
 * {@link CowRules#numaHints} says are left as they are. If mmap_lock is not to be had at once, nothing happens, and the answer is EAGAIN: the kernel comes again
 * later.
 */
public final class ChangeProtNuma extends ChangeProtection<ChangeProtNuma> {
    private static final Program<ChangeProtNuma> UP_TO_6_5 = steps(lock(), true);
    private static final Program<ChangeProtNuma> SINCE_6_6 = steps(lock(), false);

    /**
     * Scans a range.
     *
     * @param cpu who scans
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     */
    public ChangeProtNuma(Cpu cpu, MmStruct mm, long start, long pages) {
        super(
                cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs() ? UP_TO_6_5 : SINCE_6_6,
                cpu,
                mm,
                start,
                pages);
    }

    private static Program.Builder<ChangeProtNuma> lock() {
        return Program.<ChangeProtNuma>of("change_prot_numa")
                .cpu("mmap_read_trylock", Cost.INCLUDED, (o, a) -> o.tryLock(a));
    }

    private int tryLock(Actor actor) {
        return mm.mmapLock().lockShared(actor) ? Flow.NEXT : fail(Errno.EAGAIN);
    }

    @Override
    boolean concerns(Vma vma) {
        return !vma.is(Vma.HUGETLB)
                && !vma.is(Vma.PFNMAP)
                && vma.is(Vma.READ)
                && (vma.mapping() == null || vma.is(Vma.WRITE));
    }

    @Override
    long change(Vma vma, long pte) {
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        int frame = Pte.frame(pte);
        if (!Pte.readable(pte) || (pte & Pte.SPECIAL) != 0 || memory.isKsm(frame)) {
            return pte;
        }
        boolean huge = (pte & Pte.HUGE) != 0;
        FileMapping mapping = vma.mapping();
        boolean dirtyFile = mapping != null
                && !mapping.shmem()
                && memory.inPageCache(frame)
                && (pte & (Pte.WRITE | Pte.DIRTY)) != 0;
        if (dirtyFile || (!huge && vma.isCowMapping() && !rules.numaHints(memory, frame))) {
            return pte;
        }
        return (rules.numaHintKeepsWrite() ? pte : pte & ~Pte.WRITE) | Pte.PROT_NONE;
    }
}
