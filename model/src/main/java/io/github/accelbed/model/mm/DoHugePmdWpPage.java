package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code do_huge_pmd_wp_page} (mm/huge_memory.c): a write through a read-only 2 MiB mapping. Up to 5.7 the whole huge page is
 * copied under a 2 MiB notifier range; since 5.8 the mapping is split and one small page is copied. The huge zero page is split,
 * too, and newer kernels replace it by a huge page ({@code do_huge_zero_wp_pmd}).
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

    @Frames(Frames.Form.NUMBER)
    private int oldHead;

    @Frames(Frames.Form.NUMBER)
    private int newHead;

    private boolean notified;
    private boolean holdsOld;
    private boolean stored;
    private long oldPmd;
    private @Nullable Actor locker;

    DoHugePmdWpPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    @Override
    protected void begin() {
        newHead = PhysicalMemory.NONE;
        notified = false;
        holdsOld = false;
        stored = false;
        locker = null;
    }

    /** Before the new entry is stored the old one stands, and the copy goes. */
    @Override
    protected void abandoned() {
        if (!stored) {
            if (locker != null) {
                vmf.mm().pageTable().setHugePmd(vmf.vpn(), oldPmd);
                vmf.mm().ptl().unlock(locker);
            }
            if (newHead != PhysicalMemory.NONE) {
                cpu.mm().memory().put(newHead, 1);
            }
            if (holdsOld) {
                putOld();
            }
        }
        if (notified) {
            cpu.abandonRange(vmf.mm());
        }
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
        if (isZeroPage() && rules.replacesHugeZeroPage()) {
            return Flow.NEXT;
        }
        if (isZeroPage()) {
            actor.call(cpu.splitHugePmd(mm, vmf.vpn()));
            vmf.retry();
            return Flow.DONE;
        }
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
            holdsOld = true;
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
            holdsOld = false;
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
            putOld();
            rangeEnd();
            vmf.retry();
            return Flow.DONE;
        }
        oldPmd = pmd;
        locker = actor;
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
        stored = true;
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
