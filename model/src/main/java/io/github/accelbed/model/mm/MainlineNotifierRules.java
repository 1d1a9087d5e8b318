package io.github.accelbed.model.mm;

import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;

/** The orders of mainline: up to 6.5, 6.6 to 6.9 and from 6.10 on. */
record MainlineNotifierRules(KernelVersion version) implements NotifierRules {
    @Override
    public boolean notifiesMirrors() {
        return true;
    }

    @Override
    public boolean invalidatesSecondaryTlbs() {
        return true;
    }

    @Override
    public boolean rangeEndInvalidatesSecondaryTlbs() {
        return !version.since(6, 6);
    }

    @Override
    public boolean tellsOfGrantedWrite() {
        return !version.since(5, 12) || version.since(6, 6);
    }

    @Override
    public boolean broadcastsGrantedWrite() {
        return !version.since(6, 19);
    }

    @Override
    public boolean madvisePopulate() {
        return version.since(5, 14);
    }

    @Override
    public boolean mremapMovesHugetlb() {
        return version.since(5, 16);
    }

    @Override
    public boolean dropsHugetlb() {
        return version.since(5, 18);
    }

    @Override
    public boolean dropsWholeHugetlbOnly() {
        return version.since(6, 1);
    }

    @Override
    public boolean droppedHugetlbIsSetAside() {
        return version.since(6, 9);
    }

    @Override
    public boolean setsAsideUnmappedHugetlbOnly() {
        return version.since(7, 2);
    }

    @Override
    public boolean zeroesPartsOfHugetlb() {
        return version.since(6, 0);
    }

    @Override
    public boolean removesThroughReadOnlyArea() {
        return version.has(Fix.REMOVE_LOOKS_AT_MAYWRITE);
    }

    @Override
    public boolean doforkRefusesHugetlb() {
        return version.since(7, 0);
    }

    @Override
    public boolean clearRefsWritesMmapLock() {
        return version.has(Fix.CLEAR_REFS_WRITES_MMAP_LOCK);
    }

    @Override
    public boolean mremapMovesSeveralAreas() {
        return version.since(6, 17);
    }

    @Override
    public boolean mergesWithAreaWithoutAnonVma() {
        return version.since(6, 17);
    }

    @Override
    public Program<WpPageCopy> wpPageCopy() {
        if (version.since(6, 10)) {
            return WpPageCopy.SINCE_6_10;
        }
        return version.since(6, 6) ? WpPageCopy.SINCE_6_6 : WpPageCopy.SINCE_3_7;
    }

    @Override
    public Program<UnmapRange> unmapRange() {
        return rangeEndInvalidatesSecondaryTlbs() ? UnmapRange.UP_TO_6_5 : UnmapRange.SINCE_6_6;
    }

    @Override
    public Program<UnmapRange> zapPageRange() {
        return rangeEndInvalidatesSecondaryTlbs() ? UnmapRange.DONTNEED_UP_TO_6_5 : UnmapRange.DONTNEED_SINCE_6_6;
    }
}
