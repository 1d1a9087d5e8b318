package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_huge_pmd_wp_page} (mm/huge_memory.c): a write through a read-only 2 MiB mapping. Up to 5.7 the whole huge page is
 * copied under a 2 MiB notifier range; since 5.8 the mapping is split and one small page is copied.
 */
final class DoHugePmdWpPage extends Operation<DoHugePmdWpPage> {
    private static final Program<DoHugePmdWpPage> STEPS = Program.<DoHugePmdWpPage>of("do_huge_pmd_wp_page")
            .cpu("do_huge_pmd_wp_page", Cost.INCLUDED, (o, a) -> o.decide(a))
            .cpu("alloc_hugepage, copy_user_huge_page", Cost.CPU_COW_FAULT_HUGE, (o, a) -> o.copy())
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .iommu("pmdp_huge_clear_flush_notify", Cost.IOTLB_INVALIDATION, (o, a) -> o.clearAndFlush(a))
            .cpu("set_pmd_at", Cost.INCLUDED, (o, a) -> o.storeNew(a))
            .cpu("mmu_notifier_invalidate_range_only_end", Cost.INCLUDED, (o, a) -> o.rangeEnd())
            .build();

    private final Cpu cpu;
    private final HandleMmFault vmf;
    private int oldHead;
    private int newHead;
    private boolean notified;

    DoHugePmdWpPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    private int decide(Actor actor) {
        MmStruct mm = vmf.mm();
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        long pmd = mm.pageTable().hugePmd(vmf.vpn());
        if (pmd == 0 || (pmd & Pte.WRITE) != 0) {
            vmf.retry();
            return Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        oldHead = Pte.frame(pmd);
        if (memory.isExclusive(oldHead) || rules.reusesHuge(memory, oldHead)) {
            memory.setExclusive(oldHead, rules.tracksAnonExclusive());
            if (vmf.write() && vmf.vma().is(Vma.WRITE)) {
                mm.pageTable().setHugePmd(vmf.vpn(), pmd | Pte.WRITE | Pte.DIRTY);
            }
            return Flow.DONE;
        }
        if (rules.copiesHugeAsHuge()) {
            // Without the page-table lock the page may go from here on.
            memory.get(oldHead, 1);
            return Flow.NEXT;
        }
        actor.call(cpu.splitHugePmd(mm, vmf.vpn()));
        vmf.retry();
        return Flow.DONE;
    }

    private int copy() {
        PhysicalMemory memory = cpu.mm().memory();
        newHead = memory.allocHuge();
        if (newHead == PhysicalMemory.NONE) {
            memory.put(oldHead, 1);
            // do_huge_pmd_wp_page_fallback: small copies of the page at hand.
            cpu.actor().call(cpu.splitHugePmd(vmf.mm(), vmf.vpn()));
            vmf.retry();
            return Flow.DONE;
        }
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            memory.copy(oldHead + i, newHead + i);
            memory.setAnon(newHead + i);
        }
        return Flow.NEXT;
    }

    private long first() {
        return vmf.vpn() & -PhysicalMemory.HUGE_PAGES;
    }

    private int rangeStart(Actor actor) {
        notified = !vmf.mm().notifiers().isEmpty();
        if (notified) {
            actor.call(cpu.rangeStart(vmf.mm(), first(), first() + PhysicalMemory.HUGE_PAGES, NotifierEvent.CLEAR));
        }
        return Flow.NEXT;
    }

    private int clearAndFlush(Actor actor) {
        MmStruct mm = vmf.mm();
        if (!mm.ptl().lock(actor)) {
            return Flow.BLOCKED;
        }
        long pmd = mm.pageTable().hugePmd(vmf.vpn());
        if (pmd == 0 || Pte.frame(pmd) != oldHead || (pmd & Pte.WRITE) != 0) {
            mm.ptl().unlock(actor);
            cpu.mm().memory().put(newHead, 1);
            cpu.mm().memory().put(oldHead, 1);
            rangeEnd();
            vmf.retry();
            return Flow.DONE;
        }
        mm.pageTable().setHugePmd(vmf.vpn(), 0);
        actor.charge(cpu.invalidateSecondaryTlbs(mm, first(), first() + PhysicalMemory.HUGE_PAGES));
        return Flow.NEXT;
    }

    private int storeNew(Actor actor) {
        MmStruct mm = vmf.mm();
        PhysicalMemory memory = cpu.mm().memory();
        memory.mapHuge(newHead);
        memory.put(newHead, 1);
        mm.pageTable()
                .setHugePmd(vmf.vpn(), Pte.of(newHead, Pte.PRESENT | Pte.ACCESSED | vmf.maybeMkwrite() | Pte.DIRTY));
        memory.unmapHuge(oldHead);
        memory.put(oldHead, 1);
        memory.put(oldHead, 1);
        mm.ptl().unlock(actor);
        return Flow.NEXT;
    }

    private int rangeEnd() {
        if (notified) {
            vmf.mm().notifiers().finish();
            notified = false;
        }
        return Flow.DONE;
    }
}
