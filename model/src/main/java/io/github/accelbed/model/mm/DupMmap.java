package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * {@code dup_mmap} (kernel/fork.c): the child's areas and entries. The child inherits no pins, no memlock charge, no notifier and no
 * PASID. On failure the areas made so far stay in the child for the caller to tear down; entries of the parent that were already
 * write-protected stay so.
 *
 * <p>A SIGKILL is seen before each area. Left out: overcommit accounting, mlock flags.
 */
public final class DupMmap extends Operation<DupMmap> {
    private static final Program<DupMmap> STEPS = Program.<DupMmap>of("dup_mmap")
            .cpu("mmap_write_lock", Cost.FORK_FIXED, (o, a) -> o.lock(a))
            .waitsKillable()
            .cpu("vm_area_dup", Cost.INCLUDED, (o, a) -> o.nextArea(a))
            .returned((o, a) -> o.stopIf(a.returned(), Flow.AGAIN))
            .iommu("flush_tlb_mm", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Cpu cpu;
    private final MmStruct parent;
    private final MmStruct child;
    private final CopyPageRange copyPageRange;
    private List<Vma> areas = List.of();
    private int index;

    /**
     * A fork of memory.
     *
     * @param cpu the forking process
     * @param parent its address space
     * @param child a new, empty one
     */
    public DupMmap(Cpu cpu, MmStruct parent, MmStruct child) {
        super(STEPS);
        this.cpu = cpu;
        this.parent = parent;
        this.child = child;
        copyPageRange = new CopyPageRange(cpu, parent, child);
    }

    private int lock(Actor actor) {
        int locked = downWriteKillable(actor, parent.mmapLock());
        if (locked == Flow.NEXT) {
            areas = List.copyOf(parent.vmas());
        }
        return locked;
    }

    /** An error ends the loop; the flush and the unlock come all the same. */
    private int stopIf(Errno error, int flow) {
        if (error.ok()) {
            return flow;
        }
        answer(error);
        return Flow.NEXT;
    }

    private int nextArea(Actor actor) {
        int first = index;
        while (index < areas.size()) {
            if (actor.fatalSignalPending()) {
                return stopIf(Errno.EINTR, Flow.NEXT);
            }
            Vma vma = areas.get(index++);
            if (vma.is(Vma.DONTCOPY)) {
                continue;
            }
            if (cpu.mm().memory().slabFails()) {
                return stopIf(Errno.ENOMEM, Flow.NEXT);
            }
            Vma copy = vma.copyForChild();
            child.insert(copy);
            VmaFile file = copy.file();
            if (file != null) {
                file.get();
            }
            FileMapping mapping = copy.mapping();
            if (mapping != null) {
                mapping.use();
            }
            if (vma.hasAnonVma() && !vma.is(Vma.WIPEONFORK)) {
                actor.call(copyPageRange.of(vma));
                return Flow.AGAIN;
            }
        }
        return index == first ? Flow.PASS : Flow.NEXT;
    }

    private int flush(Actor actor) {
        boolean now = !cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs();
        return now ? cpu.flush(actor, parent, 0, PageTable.PAGES) : Flow.PASS;
    }

    private int unlock(Actor actor) {
        parent.mmapLock().unlock(actor);
        return Flow.DONE;
    }
}
