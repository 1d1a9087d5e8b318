package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dup_mmap} (kernel/fork.c): the child's areas and entries. The child inherits no pins, no memlock charge, no notifier and no
 * PASID. On failure the areas made so far stay in the child for the caller to tear down; entries of the parent that were already
 * write-protected stay so.
 *
 * <p>Left out: overcommit accounting, mlock flags.
 */
public final class DupMmap extends Operation<DupMmap> {
    private static final Program<DupMmap> STEPS = Program.<DupMmap>of("dup_mmap")
            .cpu("mmap_write_lock", Cost.FORK_FIXED, (o, a) -> o.lock(a))
            .cpu("vm_area_dup", Cost.INCLUDED, (o, a) -> o.nextArea(a))
            .iommu("flush_tlb_mm", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Cpu cpu;
    private final MmStruct parent;
    private final MmStruct child;
    private List<Vma> areas = List.of();
    private int index;
    private @Nullable CopyPageRange current;

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
    }

    private int lock(Actor actor) {
        if (!parent.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        areas = List.copyOf(parent.vmas());
        return Flow.NEXT;
    }

    private int nextArea(Actor actor) {
        if (current != null && !current.result().ok()) {
            answer(current.result());
            return Flow.NEXT;
        }
        while (index < areas.size()) {
            Vma vma = areas.get(index++);
            if (vma.is(Vma.DONTCOPY)) {
                continue;
            }
            if (cpu.mm().memory().slabFails()) {
                answer(Errno.ENOMEM);
                return Flow.NEXT;
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
                current = new CopyPageRange(cpu, parent, child, vma);
                actor.call(current);
                return Flow.AGAIN;
            }
        }
        return Flow.NEXT;
    }

    private int flush(Actor actor) {
        boolean now = !cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs();
        actor.charge(now ? cpu.invalidateSecondaryTlbs(parent, 0, PageTable.PAGES) : 0);
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        parent.mmapLock().unlock(actor);
        return Flow.DONE;
    }
}
