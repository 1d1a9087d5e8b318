package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Actor;

/**
 * Where code of memory management runs: an actor, and the preallocated state of the operations on its hot paths (the kernel
 * keeps that state on the stack of the running task).
 */
public final class Cpu {
    private final MemoryManager mm;
    private final Actor actor;
    private final HandleMmFault handleMmFault;
    private final InvalidateRangeStart rangeStart;
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
        rangeStart = new InvalidateRangeStart(mm.notifierRules());
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

    /**
     * How the last {@link #handleMmFault} on this CPU ended.
     *
     * @return OK, ENOMEM or SIGBUS
     */
    public Errno handleMmFaultResult() {
        return handleMmFault.result();
    }

    HandleMmFault vmf() {
        return handleMmFault;
    }

    /**
     * {@code mmu_notifier_invalidate_range_start}; callers skip it when nobody listens.
     *
     * @param space whose entries will change
     * @param start first page
     * @param end one past the last
     * @param event why
     * @return the operation to call
     */
    /** What a caller of {@link #rangeStart} has to end when it is stopped, perhaps before the range was open. */
    void abandonRange(MmStruct space) {
        if (rangeStart.open()) {
            space.notifiers().finish();
        }
    }

    InvalidateRangeStart rangeStart(MmStruct space, long start, long end, NotifierEvent event) {
        rangeStart.prepare(space, start, end, event);
        return rangeStart;
    }

    SplitHugePmd splitHugePmd(MmStruct space, long vpn) {
        splitHugePmd.prepare(space, vpn);
        return splitHugePmd;
    }

    /** The flush: who snoops it hears it, the IOMMUs' TLBs are told; the answer is how many invalidations that took. */
    int invalidateSecondaryTlbs(MmStruct space, long start, long end) {
        space.notifiers().tlbie(start, end);
        return mm.notifierRules().invalidatesSecondaryTlbs()
                ? space.notifiers().invalidateSecondaryTlbs(space, start, end)
                : 0;
    }
}
