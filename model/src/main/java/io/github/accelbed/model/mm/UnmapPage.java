package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code try_to_unmap} and {@code try_to_migrate} (mm/rmap.c): takes one page out of every address space that maps it, with a
 * notification to each, and can put it back.
 *
 * <p>The kernel finds the mappers through anon_vma and i_mmap; here all address spaces are searched at the page's index, since this
 * is rare.
 */
final class UnmapPage extends Operation<UnmapPage> {
    private static final Program<UnmapPage> STEPS = Program.<UnmapPage>of("try_to_unmap")
            .kernel("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .iommu("ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.clearAndFlush(a))
            .waits()
            .kernel("set_pte_at", Cost.INCLUDED, (o, a) -> o.replace())
            .kernel("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.rangeEnd(a))
            .build();

    private record Mapper(MmStruct mm, Vma vma, long vpn) {}

    private final Cpu cpu;

    @Frames(Frames.Form.NUMBER)
    private final int frame;

    private final boolean migrate;
    private final boolean ksm;
    private final @Nullable FileMapping mapping;
    private final long pgoff;
    private final List<Mapper> mappers;
    private final NotifierRange range;
    private int index;
    private int slot = PhysicalMemory.NONE;

    @Frames(Frames.Form.ENTRY)
    private long old;

    private boolean failed;

    /** Unmaps what {@code vma} maps at {@code vpn}; to a migration entry, or to swap (or nothing, for file and lazily freed pages). */
    UnmapPage(Cpu cpu, int frame, Vma vma, long vpn, boolean migrate) {
        super(STEPS);
        this.cpu = cpu;
        this.frame = frame;
        this.migrate = migrate;
        ksm = cpu.mm().memory().isKsm(frame);
        mapping = vma.mapping();
        pgoff = vma.index(vpn);
        mappers = find(this::mapsFrame);
        range = new NotifierRange(cpu);
    }

    /** Unmaps a page of the page cache, which somebody maps. */
    UnmapPage(Cpu cpu, int frame, FileMapping file, long index) {
        super(STEPS);
        this.cpu = cpu;
        this.frame = frame;
        migrate = false;
        ksm = false;
        mapping = file;
        pgoff = index;
        mappers = find(this::mapsFrame);
        range = new NotifierRange(cpu);
    }

    /** {@code rmap_walk}: the places at the page's index whose entry is such, and of a KSM page wherever one is. */
    private List<Mapper> find(LongPredicate entry) {
        List<Mapper> found = new ArrayList<>();
        for (MmStruct mm : cpu.mm().mms()) {
            PageTable table = mm.pageTable();
            for (Vma area : mm.vmas()) {
                long at = pgoff - area.pgoff() + area.start();
                long from = ksm ? area.start() : Math.max(at, area.start());
                long to = ksm ? area.end() : Math.min(at + 1, area.end());
                boolean looked = ksm ? area.is(Vma.MERGEABLE) : area.mapping() == mapping;
                long vpn = looked && from < to ? table.nextMapped(from, to) : -1;
                while (vpn >= 0) {
                    if (entry.test(table.walk(vpn))) {
                        found.add(new Mapper(mm, area, vpn));
                    }
                    vpn = table.nextMapped(vpn + 1, to);
                }
            }
        }
        return found;
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

    private int rangeStart(Actor actor) {
        Mapper at = mappers.get(index);
        return range.startWithoutMmapLock(actor, at.mm(), at.vpn(), at.vpn() + 1, NotifierEvent.CLEAR);
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
            return Flow.NEXT;
        }
        if (pinned || (droppingLazyFree(memory) && wantedAgain(memory))) {
            table.set(at.vpn(), old);
            failed = true;
            if (droppingLazyFree(memory) && ((old & Pte.DIRTY) != 0 || !rules.referredStaysLazyFree())) {
                memory.setLazyFree(frame, false);
            }
        } else {
            // From here on the entry carries the mark: fork may share it.
            long exclusive = memory.isExclusive(frame) ? Pte.EXCLUSIVE : 0;
            memory.setExclusive(frame, false);
            if (migrate) {
                long kept = old & (Pte.WRITE | Pte.DIRTY | Pte.ACCESSED | Pte.UFFD_WP);
                table.set(at.vpn(), Pte.of(frame, Pte.MIGRATION | kept | exclusive));
            } else if (slot != PhysicalMemory.NONE) {
                table.set(at.vpn(), Pte.of(slot, Pte.SWAP | exclusive | (old & Pte.UFFD_WP)));
                cpu.mm().swap().duplicate(slot);
            }
            memory.unmap(frame);
            memory.put(frame, 1);
        }
        return Flow.NEXT;
    }

    private boolean droppingLazyFree(PhysicalMemory memory) {
        return !migrate && slot == PhysicalMemory.NONE && memory.isAnon(frame);
    }

    /** It was written, made dirty, or (from 5.18 on) somebody took a reference, after reclaim had decided to drop it. */
    private boolean wantedAgain(PhysicalMemory memory) {
        return (old & Pte.DIRTY) != 0
                || !memory.isLazyFree(frame)
                || (cpu.mm().cowRules().lazyFreeLooksAtReferences() && memory.isReferred(frame));
    }

    private int rangeEnd(Actor actor) {
        mappers.get(index++).mm().ptl().unlock(actor);
        range.end(actor);
        return failed || index == mappers.size() ? Flow.DONE : Flow.RESTART;
    }

    /**
     * {@code remove_migration_ptes}: maps the page, or the one it moved to, wherever an entry waits for it; by now that may be a
     * child's too, or one that mremap moved, and the area's rights may have changed.
     */
    void restore(int newFrame) {
        PhysicalMemory memory = cpu.mm().memory();
        for (Mapper at : find(entry -> (entry & Pte.MIGRATION) != 0 && Pte.frame(entry) == frame)) {
            long entry = at.mm().pageTable().walk(at.vpn());
            long rights = at.vma().is(Vma.READ) ? 0 : Pte.PROT_NONE;
            rights |= at.vma().is(Vma.WRITE) ? entry & Pte.WRITE : 0;
            memory.map(newFrame);
            if ((entry & Pte.EXCLUSIVE) != 0) {
                memory.setExclusive(newFrame, true);
            }
            long flags = Pte.PRESENT | (entry & (Pte.DIRTY | Pte.ACCESSED | Pte.UFFD_WP)) | rights;
            at.mm().pageTable().set(at.vpn(), Pte.of(newFrame, flags));
        }
    }
}
