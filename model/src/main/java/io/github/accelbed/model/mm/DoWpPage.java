package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_wp_page} (mm/memory.c): a write (or an unshare) through a read-only entry. Reuses the page or copies it; which of
 * the two is the whole difference between the eras, and {@link CowRules} decides. Reuse only adds a right, so no notifier
 * fires; but the TLB of an SMMU, which may keep the right that was there, is told where {@link NotifierRules#tellsOfGrantedWrite} says so.
 */
final class DoWpPage extends FaultHandler<DoWpPage> {
    private static final Program<DoWpPage> STEPS = Program.<DoWpPage>of("do_wp_page")
            .cpu("do_wp_page", Cost.INCLUDED, underPtl((o, a) -> o.decide(a)))
            .waits()
            .returned((o, a) -> o.orFail(a, Flow.DONE))
            .cpu("wp_page_reuse", Cost.CPU_COW_REUSE, underPtl((o, a) -> o.reuse(a)))
            .waits()
            .iommu("ptep_set_access_flags, flush_tlb_page", Cost.IOTLB_INVALIDATION, (o, a) -> o.tell(a))
            .build();

    private final WpPageCopy wpPageCopy;

    DoWpPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
        wpPageCopy = new WpPageCopy(cpu, vmf);
    }

    private int decide(Actor actor) {
        long pte = vmf.pte();
        if (!Pte.present(pte) || Pte.writable(pte) || (pte & Pte.HUGE) != 0 || vmf.asksHandler(pte)) {
            vmf.retry();
            return Flow.DONE;
        }
        Vma vma = vmf.vma();
        if (vma.is(Vma.SHARED)) {
            return vmf.write() ? Flow.NEXT : Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        int frame = Pte.frame(pte);
        if (frame != PhysicalMemory.ZERO_PAGE && memory.isAnon(frame)) {
            if (memory.isLocked(frame) && rules.waitsForPageLock()) {
                return Flow.BLOCKED;
            }
            boolean exclusive = memory.isExclusive(frame);
            if (exclusive || rules.reuses(memory, frame, swapCount(frame))) {
                memory.setExclusive(frame, rules.tracksAnonExclusive());
                memory.setKsm(frame, false);
                return vmf.write() ? Flow.NEXT : Flow.DONE;
            }
        }
        wpPageCopy.prepare(pte);
        actor.call(wpPageCopy);
        return Flow.DONE;
    }

    private int swapCount(int frame) {
        return cpu.mm().memory().inSwapCache(frame) ? cpu.mm().swap().countOfFrame(frame) : 0;
    }

    private int reuse(Actor actor) {
        MmStruct mm = vmf.mm();
        long pte = vmf.pte();
        if (!Pte.present(pte) || vmf.asksHandler(pte)) {
            vmf.retry();
        } else if (vmf.vma().is(Vma.WRITE)) {
            mm.pageTable().set(vmf.vpn(), pte | Pte.WRITE | Pte.DIRTY | Pte.ACCESSED);
            if (cpu.tellsOfGrantedWrite(mm)) {
                mm.ptl().lock(actor);
                return Flow.NEXT;
            }
        } else {
            // FOLL_FORCE on a read-only private area: the page is broken out, the entry stays read-only.
            mm.pageTable().set(vmf.vpn(), pte | Pte.DIRTY | Pte.ACCESSED);
        }
        return Flow.DONE;
    }

    private int tell(Actor actor) {
        actor.charge(cpu.invalidateSecondaryTlbs(mm(), vmf.vpn(), vmf.vpn() + 1));
        mm().ptl().unlock(actor);
        return Flow.DONE;
    }
}
