package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code UFFDIO_WRITEPROTECT} (fs/userfaultfd.c, {@code mwriteprotect_range} in mm/userfaultfd.c), 5.7 on: a manager of the address space protects pages, so
 * that who writes to one waits for the manager ({@code handle_userfault}), or lets them go on. What is registered beforehand ({@code UFFDIO_REGISTER} with
 * {@code UFFDIO_REGISTER_MODE_WP}) is not an operation of its own; its answers are given here: EINVAL before 5.7, where there is nothing but a hole, and for memory
 * that it does not take (files; shared memory and hugetlb up to 5.18; a part of a huge page of the pool).
 *
 * <p>Up to 6.3 a range that does not lie in one area is ENOENT. Protection takes the right to write from the entries that are there, swapped ones included. The
 * reverse does not give it back up to 6.1, and takes it even from entries that were not protected; the next write fault decides. From 6.2 on it is given back at
 * once where no such fault is needed.
 *
 * <p>Left out: pages that are not there (markers in tables of shared memory, {@code UFFD_FEATURE_WP_UNPOPULATED}), asynchronous protection, events, and the other
 * modes of registration.
 */
public final class UffdWriteProtect extends ChangeProtection<UffdWriteProtect> {
    private static final Program<UffdWriteProtect> UP_TO_6_5 = steps(lock(), true);
    private static final Program<UffdWriteProtect> SINCE_6_6 = steps(lock(), false);

    private final boolean protect;

    /**
     * A call of the manager.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     * @param protect true for {@code UFFDIO_WRITEPROTECT_MODE_WP}, false to let writers go on
     */
    public UffdWriteProtect(Cpu cpu, MmStruct mm, long start, long pages, boolean protect) {
        super(
                cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs() ? UP_TO_6_5 : SINCE_6_6,
                cpu,
                mm,
                start,
                pages);
        this.protect = protect;
    }

    private static Program.Builder<UffdWriteProtect> lock() {
        return Program.<UffdWriteProtect>of("userfaultfd_writeprotect")
                .cpu("mmap_read_lock", Cost.SYSCALL, (o, a) -> o.lockAndCheck(a))
                .waits();
    }

    private int lockAndCheck(Actor actor) {
        if (!cpu.mm().cowRules().uffdWriteProtects()) {
            return fail(Errno.EINVAL);
        }
        int locked = downRead(actor, mm.mmapLock());
        if (locked != Flow.NEXT) {
            return locked;
        }
        Errno why = why();
        return why.ok() ? Flow.NEXT : fail(why);
    }

    private Errno why() {
        boolean any = false;
        for (Vma vma : mm.vmas()) {
            if (vma.start() < end && vma.end() > start) {
                any = true;
                boolean cut = vma.is(Vma.HUGETLB) && mm.cutsHugetlb(start, end);
                if (!takes(vma) || cut) {
                    return Errno.EINVAL;
                }
            }
        }
        if (!any) {
            return Errno.EINVAL;
        }
        Vma first = mm.findVma(start);
        boolean one = first != null && first.end() >= end;
        return one || cpu.mm().cowRules().uffdWriteProtectsSeveralAreas() ? Errno.OK : Errno.ENOENT;
    }

    /** {@code vma_can_userfault}. */
    private boolean takes(Vma vma) {
        FileMapping mapping = vma.mapping();
        if (vma.is(Vma.PFNMAP) || (mapping != null && !mapping.shmem())) {
            return false;
        }
        return cpu.mm().cowRules().uffdWriteProtectsShared() || (mapping == null && !vma.is(Vma.HUGETLB));
    }

    @Override
    boolean concerns(Vma vma) {
        return true;
    }

    @Override
    long change(Vma vma, long pte) {
        long bare = pte & ~(Pte.WRITE | Pte.UFFD_WP);
        if (vma.is(Vma.READ)) {
            // vm_page_prot, so a hint of NUMA balancing goes.
            bare &= ~Pte.PROT_NONE;
        }
        if (protect) {
            return bare | Pte.UFFD_WP;
        }
        boolean writable = Pte.present(pte) && vma.is(Vma.WRITE) && keepsWrite(vma, pte);
        return bare | (writable ? Pte.WRITE : 0);
    }

    private boolean keepsWrite(Vma vma, long pte) {
        boolean found = cpu.mm().cowRules().uffdUnprotectFindsWrite();
        if (vma.is(Vma.SHARED)) {
            return !found || (pte & Pte.DIRTY) != 0;
        }
        int frame = Pte.frame(pte);
        boolean huge = (pte & Pte.HUGE) != 0;
        PhysicalMemory memory = cpu.mm().memory();
        return found && (pte & Pte.SPECIAL) == 0 && memory.isExclusive(huge ? memory.head(frame) : frame);
    }
}
