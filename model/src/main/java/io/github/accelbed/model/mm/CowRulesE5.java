package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/**
 * 6.2 on: as E4, and a long-term pin also unshares the zero page and page-cache pages of private mappings (84209e87c696; the
 * release is UNVERIFIED). Reuse of large folios by per-mm mapcount (6.15) is left out, being UNVERIFIED.
 */
final class CowRulesE5 extends CowRulesE4 {
    CowRulesE5(KernelVersion version) {
        super(version);
    }

    @Override
    public String era() {
        return "E5";
    }

    @Override
    public boolean mustUnshare(PhysicalMemory memory, int frame, int gupFlags, boolean cowMapping) {
        boolean longtermPin = (gupFlags & GetUserPages.FOLL_PIN) != 0
                && (gupFlags & GetUserPages.FOLL_LONGTERM) != 0
                && (gupFlags & GetUserPages.FOLL_WRITE) == 0;
        return super.mustUnshare(memory, frame, gupFlags, cowMapping)
                || (longtermPin && cowMapping && !memory.isAnon(frame));
    }
}
