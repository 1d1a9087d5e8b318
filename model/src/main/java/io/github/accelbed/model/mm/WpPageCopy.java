package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code wp_page_copy} (mm/memory.c): the writer gets a new page; whoever does not write keeps the old one.
 *
 * <p>The entry is cleared and the secondary TLBs are told before the new entry is stored, with the page-table lock held, and
 * mirrors were told at range start. Clearing is a part of the step that takes the lock, and not of the flush: in between a
 * device may still use what its IOTLB has. Up to 6.9 {@code change_pte} is called, but since 3.7 it always finds the mirror empty, so
 * it is not modelled as doing anything.
 */
final class WpPageCopy extends FaultHandler<WpPageCopy> {
    /** 3.7 to 6.5: {@code invalidate_range} is called explicitly. */
    static final Program<WpPageCopy> SINCE_3_7 =
            steps("ptep_clear_flush_notify", "set_pte_at_notify", "invalidate_range_only_end");

    /** 6.6 to 6.9: the architecture's TLB flush tells the secondary TLBs. */
    static final Program<WpPageCopy> SINCE_6_6 =
            steps("ptep_clear_flush", "set_pte_at_notify", "mmu_notifier_invalidate_range_end");

    /** 6.10 on: change_pte is gone. */
    static final Program<WpPageCopy> SINCE_6_10 =
            steps("ptep_clear_flush", "set_pte_at", "mmu_notifier_invalidate_range_end");

    private static Program<WpPageCopy> steps(String clear, String set, String end) {
        return Program.<WpPageCopy>of("wp_page_copy")
                .cpu("alloc_page, copy_user_highpage", Cost.CPU_COW_FAULT, (o, a) -> o.allocateAndCopy())
                .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
                .cpu("pte_offset_map_lock, pte_same", Cost.INCLUDED, (o, a) -> o.lockRecheckAndClear(a))
                .waits()
                .iommu(clear, Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
                .cpu(set, Cost.INCLUDED, (o, a) -> o.storeNew())
                .cpu("page_remove_rmap, put_page", Cost.INCLUDED, (o, a) -> o.dropOld(a))
                .cpu(end, Cost.INCLUDED, (o, a) -> o.range.end(a))
                .build();
    }

    @Frames(Frames.Form.NUMBER)
    private int oldFrame;

    @Frames(Frames.Form.NUMBER)
    private int newFrame;

    @Frames(Frames.Form.ENTRY)
    private long oldPte;

    private final NotifierRange range;

    WpPageCopy(Cpu cpu, HandleMmFault vmf) {
        super(cpu.mm().notifierRules().wpPageCopy(), cpu, vmf);
        range = new NotifierRange(cpu);
    }

    /** Takes the entry as the caller saw it, and holds its page: without the page-table lock both may go from here on. */
    void prepare(long pte) {
        oldPte = pte;
        oldFrame = Pte.frame(pte);
        if (oldFrame != PhysicalMemory.ZERO_PAGE) {
            cpu.mm().memory().get(oldFrame, 1);
        }
    }

    @Override
    protected void begin() {
        newFrame = PhysicalMemory.NONE;
    }

    private int allocateAndCopy() {
        PhysicalMemory memory = cpu.mm().memory();
        vmf.vma().prepareAnonVma();
        newFrame = memory.allocFor(vmf.vma());
        if (newFrame == PhysicalMemory.NONE) {
            putOld(memory);
            forget();
            return fail(Errno.ENOMEM);
        }
        if (oldFrame != PhysicalMemory.ZERO_PAGE) {
            memory.copy(oldFrame, newFrame);
        }
        return Flow.NEXT;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), vmf.vpn(), vmf.vpn() + 1, NotifierEvent.CLEAR);
    }

    private int lockRecheckAndClear(Actor actor) {
        if (!mm().ptl().lock(actor)) {
            return Flow.BLOCKED;
        }
        if (vmf.pte() != oldPte) {
            mm().ptl().unlock(actor);
            PhysicalMemory memory = cpu.mm().memory();
            memory.put(newFrame, 1);
            putOld(memory);
            range.end(actor);
            forget();
            vmf.retry();
            return Flow.DONE;
        }
        mm().pageTable().set(vmf.vpn(), 0);
        return Flow.NEXT;
    }

    private int flush(Actor actor) {
        return cpu.flush(actor, mm(), vmf.vpn(), vmf.vpn() + 1);
    }

    private int storeNew() {
        PhysicalMemory memory = cpu.mm().memory();
        memory.setAnon(newFrame);
        memory.setExclusive(newFrame, cpu.mm().cowRules().tracksAnonExclusive());
        memory.mapNew(newFrame);
        long kept = (vmf.maybeMkwrite() & ~Pte.WRITE) | (oldPte & Pte.UFFD_WP);
        long rights = vmf.write() ? vmf.maybeMkwrite() | Pte.DIRTY : kept;
        mm().pageTable().set(vmf.vpn(), Pte.of(newFrame, Pte.PRESENT | Pte.ACCESSED | rights));
        return Flow.NEXT;
    }

    private int dropOld(Actor actor) {
        PhysicalMemory memory = cpu.mm().memory();
        mm().ptl().unlock(actor);
        if (oldFrame != PhysicalMemory.ZERO_PAGE) {
            memory.unmap(oldFrame);
            // The entry's reference and the fault's own.
            memory.put(oldFrame, 2);
        }
        forget();
        return range.toEnd();
    }

    /** What it held says nothing any more; two states that differ in it alone would go on alike. */
    private void forget() {
        oldPte = 0;
        oldFrame = PhysicalMemory.NONE;
        newFrame = PhysicalMemory.NONE;
    }

    private void putOld(PhysicalMemory memory) {
        if (oldFrame != PhysicalMemory.ZERO_PAGE) {
            memory.put(oldFrame, 1);
        }
    }
}
