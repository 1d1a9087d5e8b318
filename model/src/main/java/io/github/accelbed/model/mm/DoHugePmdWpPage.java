package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_huge_pmd_wp_page} (mm/huge_memory.c): a write through a read-only 2 MiB mapping. Up to 5.7 the whole huge page is
 * copied under a 2 MiB notifier range; since 5.8 the mapping is split and one small page is copied. The huge zero page is split,
 * too, and newer kernels replace it by a huge page ({@code do_huge_zero_wp_pmd}).
 */
final class DoHugePmdWpPage extends FaultHandler<DoHugePmdWpPage> {
    private static final Program<DoHugePmdWpPage> STEPS = Program.<DoHugePmdWpPage>of("do_huge_pmd_wp_page")
            .cpu("do_huge_pmd_wp_page", Cost.INCLUDED, underPtl((o, a) -> o.decide(a)))
            .waits()
            .cpu("alloc_hugepage, copy_user_huge_page", Cost.CPU_COW_FAULT_HUGE, (o, a) -> o.copy())
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .iommu("pmdp_huge_clear_flush_notify", Cost.IOTLB_INVALIDATION, (o, a) -> o.clearAndFlush(a))
            .waits()
            .cpu("set_pmd_at", Cost.INCLUDED, (o, a) -> o.storeNew(a))
            .cpu("mmu_notifier_invalidate_range_only_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .build();

    @Frames(Frames.Form.NUMBER)
    private int oldHead;

    @Frames(Frames.Form.NUMBER)
    private int newHead;

    private final NotifierRange range;

    DoHugePmdWpPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
        range = new NotifierRange(cpu);
    }

    @Override
    protected void begin() {
        newHead = PhysicalMemory.NONE;
    }

    private int decide(Actor actor) {
        MmStruct mm = vmf.mm();
        long pmd = mm.pageTable().hugePmd(vmf.vpn());
        if (pmd == 0 || (pmd & Pte.WRITE) != 0 || vmf.asksHandler(pmd)) {
            vmf.retry();
            return Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        oldHead = Pte.frame(pmd);
        if (isZeroPage() && rules.replacesHugeZeroPage()) {
            return Flow.NEXT;
        }
        if (isZeroPage() || !memory.isAnon(oldHead)) {
            // wp_huge_pmd: what is of a file comes back by a fault, as it is needed.
            actor.call(cpu.splitHugePmd(mm, vmf.vpn()));
            vmf.retry();
            return Flow.DONE;
        }
        if (memory.isExclusive(oldHead) || rules.reusesHuge(memory, oldHead)) {
            memory.setExclusive(oldHead, rules.tracksAnonExclusive());
            if (vmf.write() && vmf.vma().is(Vma.WRITE)) {
                mm.pageTable().setHugePmd(vmf.vpn(), pmd | Pte.WRITE | Pte.DIRTY);
                tellOfGrantedWrite();
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
            putOld();
            // do_huge_pmd_wp_page_fallback: small copies of the page at hand.
            cpu.actor().call(cpu.splitHugePmd(vmf.mm(), vmf.vpn()));
            vmf.retry();
            return Flow.DONE;
        }
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            if (!isZeroPage()) {
                memory.copy(oldHead + i, newHead + i);
            }
            memory.setAnon(newHead + i);
        }
        memory.setExclusive(newHead, cpu.mm().cowRules().tracksAnonExclusive());
        vmf.vma().prepareAnonVma();
        return Flow.NEXT;
    }

    private boolean isZeroPage() {
        return oldHead == PhysicalMemory.ZERO_PAGE;
    }

    private void putOld() {
        if (!isZeroPage()) {
            cpu.mm().memory().put(oldHead, 1);
        }
    }

    private long first() {
        return vmf.vpn() & -PhysicalMemory.HUGE_PAGES;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), first(), first() + PhysicalMemory.HUGE_PAGES, NotifierEvent.CLEAR);
    }

    private int clearAndFlush(Actor actor) {
        MmStruct mm = vmf.mm();
        if (!mm.ptl().lock(actor)) {
            return Flow.BLOCKED;
        }
        long pmd = mm.pageTable().hugePmd(vmf.vpn());
        if (pmd == 0 || Pte.frame(pmd) != oldHead || (pmd & Pte.WRITE) != 0 || vmf.asksHandler(pmd)) {
            mm.ptl().unlock(actor);
            cpu.mm().memory().put(newHead, 1);
            putOld();
            range.end(actor);
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
        if (!isZeroPage()) {
            memory.unmapHuge(oldHead);
            memory.put(oldHead, 1);
        }
        putOld();
        mm.ptl().unlock(actor);
        return range.toEnd();
    }
}
