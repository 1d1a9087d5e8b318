package io.github.accelbed.model.mm;

import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;

/** Mainline's rules; the only place of copy-on-write, pins and fork that compares versions. */
record MainlineCowRules(KernelVersion version) implements CowRules {
    @Override
    public String era() {
        if (version.since(6, 2)) {
            return "E5";
        }
        if (version.since(5, 19)) {
            return "E4";
        }
        if (version.since(5, 9)) {
            return "E3";
        }
        return version.since(5, 8) ? "E2" : "E1";
    }

    @Override
    public int pinBias() {
        return version.since(5, 7) ? 1024 : 1;
    }

    @Override
    public boolean reuses(PhysicalMemory memory, int frame, int swapCount) {
        if (memory.isKsm(frame)) {
            return reuseKsmPage(memory, frame);
        }
        return version.since(5, 19)
                ? wpCanReuseAnonFolio(memory, frame, swapCount)
                : version.since(5, 9) ? hasOneReference(memory, frame) : reuseSwapPage(memory, frame, swapCount);
    }

    /** Never, but from 5.1 (52d1e606ee73) to 5.8 by the last one to map it, if nobody else refers to it. */
    private boolean reuseKsmPage(PhysicalMemory memory, int frame) {
        return version.since(5, 1) && !version.since(5, 9) && hasOneReference(memory, frame);
    }

    @Override
    public int breakKsmFault() {
        return version.since(6, 2) ? HandleMmFault.UNSHARE : HandleMmFault.WRITE;
    }

    /** 6c287605fd56: of a page that is not marked exclusive, any second reference decides. */
    private static boolean wpCanReuseAnonFolio(PhysicalMemory memory, int frame, int swapCount) {
        return !memory.isCompound(frame) && swapCount == 0 && memory.refcount(frame) == 1;
    }

    /** 09854ba94c6a: only a page with a single reference is reused. */
    private static boolean hasOneReference(PhysicalMemory memory, int frame) {
        return memory.refcount(frame) == 1 && memory.mapcount(frame) == 1;
    }

    /** {@code reuse_swap_page} counts mappings and swap entries and ignores references, pins among them. */
    private static boolean reuseSwapPage(PhysicalMemory memory, int frame, int swapCount) {
        return memory.largestMapcount(frame) + swapCount <= 1;
    }

    @Override
    public boolean waitsForPageLock() {
        return !version.since(5, 9);
    }

    @Override
    public boolean reusesHuge(PhysicalMemory memory, int head) {
        return version.since(5, 18) ? memory.refcount(head) == 1 : memory.largestMapcount(head) <= 1;
    }

    @Override
    public boolean swapInCountsReferences() {
        return version.since(5, 18);
    }

    @Override
    public boolean copiesHugeAsHuge() {
        return !version.since(5, 8);
    }

    @Override
    public boolean replacesHugeZeroPage() {
        return version.since(6, 13);
    }

    @Override
    public boolean tracksAnonExclusive() {
        return version.since(5, 19);
    }

    /** 70e806e4e645; of pages that are not exclusive none can be pinned where that is tracked. */
    @Override
    public boolean copiesAtFork(PhysicalMemory memory, int frame, boolean hasPinned) {
        return testsPinsAtFork()
                && hasPinned
                && memory.maybeDmaPinned(frame, pinBias())
                && (!tracksAnonExclusive() || memory.isExclusive(frame));
    }

    @Override
    public boolean copiesHugetlbAtFork(PhysicalMemory memory, int head, boolean hasPinned) {
        return version.since(5, 12) && copiesAtFork(memory, head, hasPinned);
    }

    @Override
    public boolean testsPinsAtFork() {
        return version.since(5, 9);
    }

    @Override
    public boolean gupFastWatchesFork() {
        return version.has(Fix.GUP_FAST_WATCHES_FORK);
    }

    @Override
    public boolean forcesCowBreak() {
        return version.since(5, 8) && !version.since(5, 9);
    }

    /**
     * A pin of a shared anonymous page, and from 6.2 (84209e87c696; the release is UNVERIFIED) a long-term one of the zero page and of
     * page-cache pages of private mappings.
     */
    @Override
    public boolean mustUnshare(PhysicalMemory memory, int frame, int gupFlags, boolean cowMapping) {
        boolean readOnlyPin = (gupFlags & GetUserPages.FOLL_PIN) != 0 && (gupFlags & GetUserPages.FOLL_WRITE) == 0;
        boolean longterm = (gupFlags & GetUserPages.FOLL_LONGTERM) != 0;
        return readOnlyPin
                && (memory.isAnon(frame)
                        ? version.since(5, 19) && frame != PhysicalMemory.ZERO_PAGE && !memory.isExclusive(frame)
                        : version.since(6, 2) && longterm && cowMapping);
    }

    @Override
    public boolean lazyFreeLooksAtReferences() {
        return version.has(Fix.LAZYFREE_LOOKS_AT_REFERENCES);
    }

    @Override
    public boolean referredStaysLazyFree() {
        return version.since(6, 15);
    }

    @Override
    public boolean reclaimSkipsPinned() {
        return version.has(Fix.RECLAIM_SKIPS_PINNED);
    }

    @Override
    public boolean clearRefsSparesPinned() {
        return version.has(Fix.CLEAR_REFS_SPARES_PINNED);
    }

    @Override
    public boolean numaHints(PhysicalMemory memory, int frame) {
        if (version.since(6, 10)) {
            return memory.mapcount(frame) == 1 && !memory.maybeDmaPinned(frame, pinBias());
        }
        return (version.has(Fix.NUMA_HINTING_SKIPS_REFERENCED) ? memory.refcount(frame) : memory.mapcount(frame)) == 1;
    }

    @Override
    public boolean numaHintKeepsWrite() {
        return !version.since(6, 2);
    }

    @Override
    public boolean gupFollowsNumaHint(int gupFlags) {
        return version.since(6, 5) || (gupFlags & GetUserPages.FOLL_FORCE) != 0;
    }

    @Override
    public boolean uffdWriteProtects() {
        return version.since(5, 7);
    }

    @Override
    public boolean uffdWriteProtectsShared() {
        return version.since(5, 19);
    }

    @Override
    public boolean uffdWriteProtectsSeveralAreas() {
        return version.since(6, 4);
    }

    @Override
    public boolean uffdUnprotectFindsWrite() {
        return version.since(6, 2);
    }

    @Override
    public boolean longtermPinAwaitsUserfault() {
        return version.since(6, 3);
    }

    @Override
    public boolean unmapBacksOffFromPinned() {
        return version.since(5, 19);
    }

    @Override
    public boolean zeroPagePinIsFree() {
        return version.since(6, 5);
    }

    @Override
    public boolean movesForLongtermPin(PhysicalMemory memory, int frame) {
        return (version.since(5, 1) && memory.inCma(frame)) || (version.since(5, 13) && memory.inZoneMovable(frame));
    }

    @Override
    public boolean longtermPinNeedsMove() {
        return version.since(5, 13);
    }

    @Override
    public boolean gupFastLooksAtZones() {
        return version.since(5, 7) || !version.since(5, 2);
    }

    @Override
    public boolean refusesLongtermWriteToFile() {
        return version.since(6, 5);
    }

    @Override
    public boolean madviseCollapse() {
        return version.since(6, 1);
    }

    @Override
    public boolean collapsesNothing() {
        return version.since(7, 2);
    }

    @Override
    public boolean collapseMayBeRetried() {
        return version.has(Fix.COLLAPSE_MAY_BE_RETRIED);
    }

    @Override
    public boolean retractionNotifies() {
        return version.has(Fix.RETRACTION_NOTIFIES);
    }

    @Override
    public boolean retractionComesBack() {
        return version.since(5, 4) && !version.since(6, 6);
    }

    @Override
    public boolean retractsWithoutMmapLock() {
        return version.since(6, 6);
    }

    @Override
    public boolean collapsesPteMapped() {
        return version.since(6, 1);
    }

    @Override
    public boolean collapseMakesTables() {
        return version.since(6, 18);
    }

    @Override
    public boolean splitsForHole() {
        return version.since(5, 8);
    }

    @Override
    public boolean collapsesShared() {
        return version.since(5, 8);
    }

    @Override
    public boolean collapseSparesSwapCache() {
        return !version.since(5, 18);
    }

    @Override
    public boolean collapsesReadOnly() {
        return version.since(6, 18);
    }
}
