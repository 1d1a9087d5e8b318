package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code try_to_unmap} and {@code try_to_migrate} (mm/rmap.c): takes one page out of every address space that maps it, with a
 * notification to each, and can put it back.
 *
 * <p>The kernel finds the mappers through anon_vma and i_mmap; here all address spaces are searched at the page's index, since this
 * is rare.
 */
final class UnmapPage extends Operation<UnmapPage> {
    private static final Program<UnmapPage> STEPS = Program.<UnmapPage>of("try_to_unmap")
            .kernel("rmap_walk", Cost.INCLUDED, (o, a) -> o.next())
            .kernel("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .iommu("ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.clearAndFlush(a))
            .kernel("set_pte_at", Cost.INCLUDED, (o, a) -> o.replace())
            .kernel("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd())
            .build();

    private record Mapper(MmStruct mm, Vma vma, long vpn) {}

    private final Cpu cpu;
    private final int frame;
    private final boolean migrate;
    private final List<Mapper> mappers = new ArrayList<>();
    private final List<Long> replaced = new ArrayList<>();
    private int index = -1;
    private int slot = PhysicalMemory.NONE;
    private long old;
    private boolean failed;

    /** Unmaps what {@code vma} maps at {@code vpn}; to a migration entry, or to swap (or nothing, for file and lazily freed pages). */
    UnmapPage(Cpu cpu, int frame, Vma vma, long vpn, boolean migrate) {
        super(STEPS);
        this.cpu = cpu;
        this.frame = frame;
        this.migrate = migrate;
        long pgoff = vma.index(vpn);
        for (MmStruct mm : cpu.mm().mms()) {
            for (Vma area : mm.vmas()) {
                long at = pgoff - area.pgoff() + area.start();
                if (area.mapping() == vma.mapping()
                        && at >= area.start()
                        && at < area.end()
                        && mapsFrame(mm.pageTable().walk(at))) {
                    mappers.add(new Mapper(mm, area, at));
                }
            }
        }
    }

    /** Whether some mapper refused; the page is then to be put back. */
    boolean failed() {
        return failed;
    }

    void toSwap(int swapSlot) {
        slot = swapSlot;
    }

    private boolean mapsFrame(long pte) {
        return Pte.present(pte) && (pte & Pte.SPECIAL) == 0 && Pte.frame(pte) == frame;
    }

    private int next() {
        index++;
        return failed || index == mappers.size() ? Flow.DONE : Flow.NEXT;
    }

    private int rangeStart(Actor actor) {
        Mapper at = mappers.get(index);
        if (at.mm().notifiers().isEmpty()) {
            at.mm().notifiers().beginUnheard();
        } else {
            actor.call(cpu.rangeStart(at.mm(), at.vpn(), at.vpn() + 1, NotifierEvent.CLEAR));
        }
        return Flow.NEXT;
    }

    private int clearAndFlush(Actor actor) {
        Mapper at = mappers.get(index);
        if (!at.mm().ptl().lock(actor)) {
            return Flow.BLOCKED;
        }
        old = at.mm().pageTable().walk(at.vpn());
        if (mapsFrame(old)) {
            at.mm().pageTable().set(at.vpn(), 0);
            actor.charge(cpu.invalidateSecondaryTlbs(at.mm(), at.vpn(), at.vpn() + 1));
        } else {
            actor.charge(0);
        }
        return Flow.NEXT;
    }

    private int replace() {
        Mapper at = mappers.get(index);
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        PageTable table = at.mm().pageTable();
        boolean pinned = memory.isExclusive(frame)
                && rules.unmapBacksOffFromPinned()
                && memory.maybeDmaPinned(frame, rules.pinBias());
        if (!mapsFrame(old)) {
            replaced.add(0L);
        } else if (pinned || redirtied(memory)) {
            table.set(at.vpn(), old);
            replaced.add(0L);
            failed = true;
        } else {
            long exclusive = memory.isExclusive(frame) ? Pte.EXCLUSIVE : 0;
            if (migrate) {
                table.set(at.vpn(), Pte.of(frame, Pte.MIGRATION | (old & Pte.WRITE) | exclusive));
            } else if (slot != PhysicalMemory.NONE) {
                table.set(at.vpn(), Pte.of(slot, Pte.SWAP | exclusive));
                cpu.mm().swap().duplicate(slot);
            }
            replaced.add(old);
            memory.unmap(frame);
            memory.put(frame, 1);
        }
        return Flow.NEXT;
    }

    /** A lazily freed page was written after reclaim had decided to drop it. */
    private boolean redirtied(PhysicalMemory memory) {
        return !migrate && slot == PhysicalMemory.NONE && memory.isAnon(frame) && (old & Pte.DIRTY) != 0;
    }

    private int rangeEnd() {
        Mapper at = mappers.get(index);
        at.mm().ptl().unlock(cpu.actor());
        at.mm().notifiers().finish();
        return Flow.RESTART;
    }

    /** {@code remove_migration_ptes}: maps the page, or the one it moved to, where it was. */
    void restore(int newFrame) {
        PhysicalMemory memory = cpu.mm().memory();
        for (int i = 0; i < replaced.size(); i++) {
            Mapper at = mappers.get(i);
            long was = replaced.get(i);
            long now = at.mm().pageTable().walk(at.vpn());
            if (was != 0 && (now & Pte.MIGRATION) != 0 && Pte.frame(now) == frame) {
                long flags = was & (Pte.PRESENT | Pte.DIRTY | Pte.ACCESSED | Pte.PROT_NONE);
                memory.map(newFrame);
                if ((now & Pte.EXCLUSIVE) != 0) {
                    memory.setExclusive(newFrame, true);
                }
                at.mm().pageTable().set(at.vpn(), Pte.of(newFrame, flags | (now & Pte.WRITE)));
            }
        }
        replaced.clear();
    }
}
