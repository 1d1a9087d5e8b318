package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;

/**
 * Where code of memory management runs: an actor, and the preallocated state of the operations on its hot paths (the kernel
 * keeps that state on the stack of the running task).
 */
public final class Cpu {
    private final MemoryManager mm;
    private final Actor actor;
    private final HandleMmFault handleMmFault;
    private final InvalidateRangeStart invalidateRangeStart;
    private final SplitHugePmd splitHugePmd;

    /**
     * A context for an actor.
     *
     * @param mm the memory it works on
     * @param actor who runs
     */
    public Cpu(MemoryManager mm, Actor actor) {
        this.mm = mm;
        this.actor = actor;
        invalidateRangeStart = new InvalidateRangeStart(mm.notifierRules());
        splitHugePmd = new SplitHugePmd(this);
        handleMmFault = new HandleMmFault(this);
    }

    /**
     * The memory manager.
     *
     * @return it
     */
    public MemoryManager mm() {
        return mm;
    }

    /**
     * Who runs.
     *
     * @return the actor
     */
    public Actor actor() {
        return actor;
    }

    /**
     * {@code handle_mm_fault}: to be called with mmap_lock held and the area's rights checked.
     *
     * @param space whose fault
     * @param vma the area that holds the page
     * @param vpn the page
     * @param flags flags of {@link HandleMmFault}
     * @return the operation to call; its {@link HandleMmFault#result} tells the outcome
     */
    public HandleMmFault handleMmFault(MmStruct space, Vma vma, long vpn, int flags) {
        handleMmFault.prepare(space, vma, vpn, flags);
        return handleMmFault;
    }

    /** What {@link NotifierRange#start} calls. */
    InvalidateRangeStart invalidateRangeStart(NotifierRange range) {
        return invalidateRangeStart.of(range);
    }

    SplitHugePmd splitHugePmd(MmStruct space, long vpn) {
        splitHugePmd.prepare(space, vpn);
        return splitHugePmd;
    }

    /** A step that flushes, and passes where no TLB but the CPU's own has anything of the address space. */
    int flush(Actor who, MmStruct space, long start, long end) {
        if (!space.notifiers().haveTlbs()) {
            return Flow.PASS;
        }
        who.charge(invalidateSecondaryTlbs(space, start, end));
        return Flow.NEXT;
    }

    /**
     * Whether {@code ptep_set_access_flags}, which made an entry writable where it is, tells the IOMMUs' TLBs. Only arm64's flushes, and only an
     * SMMU needs it.
     */
    boolean tellsOfGrantedWrite(MmStruct space) {
        return space.notifiers().hearOfGrantedWrite(mm.notifierRules());
    }

    /** The flush: who snoops it hears it, the IOMMUs' TLBs are told; the answer is how many invalidations that took. */
    int invalidateSecondaryTlbs(MmStruct space, long start, long end) {
        space.notifiers().tlbie(start, end);
        return mm.notifierRules().invalidatesSecondaryTlbs()
                ? space.notifiers().invalidateSecondaryTlbs(space, start, end)
                : 0;
    }
}
