package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/** Up to 5.7: {@code reuse_swap_page} counts mappings and swap entries and ignores references, pins among them. */
class CowRulesE1 implements CowRules {
    private final KernelVersion version;

    CowRulesE1(KernelVersion version) {
        this.version = version;
    }

    @Override
    public String era() {
        return "E1";
    }

    @Override
    public int pinBias() {
        return version.since(5, 7) ? 1024 : 1;
    }

    @Override
    public boolean reuses(PhysicalMemory memory, int frame, int swapCount) {
        return memory.largestMapcount(frame) + swapCount <= 1;
    }

    @Override
    public boolean waitsForPageLock() {
        return true;
    }

    @Override
    public boolean reusesHuge(PhysicalMemory memory, int head) {
        return memory.largestMapcount(head) <= 1;
    }

    @Override
    public boolean copiesHugeAsHuge() {
        return true;
    }

    @Override
    public boolean tracksAnonExclusive() {
        return false;
    }

    @Override
    public boolean copiesAtFork(PhysicalMemory memory, int frame, boolean hasPinned) {
        return false;
    }

    @Override
    public boolean testsPinsAtFork() {
        return false;
    }

    @Override
    public boolean gupFastWatchesFork() {
        return version.since(5, 11);
    }

    @Override
    public boolean forcesCowBreak() {
        return false;
    }

    @Override
    public boolean mustUnshare(PhysicalMemory memory, int frame, int gupFlags, boolean cowMapping) {
        return false;
    }

    @Override
    public boolean reclaimSkipsPinned() {
        return version.since(5, 11);
    }

    @Override
    public boolean unmapBacksOffFromPinned() {
        return false;
    }

    @Override
    public boolean replacesHugeZeroPage() {
        return version.since(6, 13);
    }

    @Override
    public boolean zeroPagePinIsFree() {
        return version.since(6, 5);
    }

    @Override
    public boolean refusesLongtermWriteToFile() {
        return version.since(6, 5);
    }
}
