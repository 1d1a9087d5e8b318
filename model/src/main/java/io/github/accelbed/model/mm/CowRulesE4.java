package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/** 5.19 to 6.1: PageAnonExclusive decides (6c287605fd56), and a read-only pin of a shared anonymous page unshares it first. */
class CowRulesE4 extends CowRulesE3 {
    CowRulesE4(KernelVersion version) {
        super(version);
    }

    @Override
    public String era() {
        return "E4";
    }

    @Override
    public boolean tracksAnonExclusive() {
        return true;
    }

    @Override
    public boolean reuses(PhysicalMemory memory, int frame, int swapCount) {
        return !memory.isCompound(frame) && swapCount == 0 && memory.refcount(frame) == 1;
    }

    @Override
    public boolean reusesHuge(PhysicalMemory memory, int head) {
        return memory.refcount(head) == 1;
    }

    @Override
    public boolean copiesAtFork(PhysicalMemory memory, int frame, boolean hasPinned) {
        return memory.isExclusive(frame) && super.copiesAtFork(memory, frame, hasPinned);
    }

    @Override
    public boolean mustUnshare(PhysicalMemory memory, int frame, int gupFlags, boolean cowMapping) {
        return (gupFlags & GetUserPages.FOLL_PIN) != 0
                && (gupFlags & GetUserPages.FOLL_WRITE) == 0
                && frame != PhysicalMemory.ZERO_PAGE
                && memory.isAnon(frame)
                && !memory.isExclusive(frame);
    }

    @Override
    public boolean unmapBacksOffFromPinned() {
        return true;
    }
}
