package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code unmerge_ksm_pages} (mm/ksm.c): the process gets a page of its own for each KSM page of a range, by a fault each. MADV_UNMERGEABLE does so, and mremap before it
 * moves anything. The caller holds mmap_lock.
 */
final class BreakKsm extends Operation<BreakKsm> {
    private static final Program<BreakKsm> STEPS = Program.<BreakKsm>of("unmerge_ksm_pages")
            .cpu("break_ksm", Cost.INCLUDED, (o, a) -> o.next(a))
            .returned((o, a) -> o.orFail(a, Flow.AGAIN))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private long start;
    private long end;

    BreakKsm(Cpu cpu, MmStruct mm) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
    }

    BreakKsm over(long first, long behind) {
        start = first;
        end = behind;
        return this;
    }

    /** Whether there is any. */
    boolean needed() {
        return nextKsm() >= 0;
    }

    private long nextKsm() {
        PageTable table = mm.pageTable();
        for (Vma vma : mm.overlapping(start, end)) {
            long to = Math.min(end, vma.end());
            long vpn = vma.is(Vma.MERGEABLE) ? table.nextMapped(Math.max(start, vma.start()), to) : -1;
            while (vpn >= 0) {
                long pte = table.walk(vpn);
                if (Pte.present(pte) && (pte & Pte.SPECIAL) == 0 && breaks(cpu, pte)) {
                    return vpn;
                }
                vpn = table.nextMapped(vpn + 1, to);
            }
        }
        return -1;
    }

    /** A page of KSM; a write to one that userfaultfd protects cannot wait for the manager here, and fails. */
    static boolean breaks(Cpu cpu, long pte) {
        boolean writes = cpu.mm().cowRules().breakKsmFault() == HandleMmFault.WRITE;
        return cpu.mm().memory().isKsm(Pte.frame(pte)) && !(writes && (pte & Pte.UFFD_WP) != 0);
    }

    private int next(Actor actor) {
        long vpn = nextKsm();
        Vma vma = vpn < 0 ? null : mm.findVma(vpn);
        if (vma == null) {
            return Flow.PASS;
        }
        start = vpn;
        actor.call(cpu.handleMmFault(mm, vma, vpn, cpu.mm().cowRules().breakKsmFault()));
        return Flow.AGAIN;
    }
}
