package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/**
 * 5.9 to 5.18: only a page with a single reference is reused (09854ba94c6a), and fork copies pinned pages for the child
 * (70e806e4e645).
 */
class CowRulesE3 extends CowRulesE1 {
    CowRulesE3(KernelVersion version) {
        super(version);
    }

    @Override
    public String era() {
        return "E3";
    }

    @Override
    public boolean reuses(PhysicalMemory memory, int frame, int swapCount) {
        return memory.refcount(frame) == 1 && memory.mapcount(frame) == 1;
    }

    @Override
    public boolean waitsForPageLock() {
        return false;
    }

    @Override
    public boolean copiesHugeAsHuge() {
        return false;
    }

    @Override
    public boolean testsPinsAtFork() {
        return true;
    }

    @Override
    public boolean copiesAtFork(PhysicalMemory memory, int frame, boolean hasPinned) {
        return hasPinned && memory.maybeDmaPinned(frame, pinBias());
    }
}
