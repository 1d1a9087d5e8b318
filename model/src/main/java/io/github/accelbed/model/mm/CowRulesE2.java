package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/** 5.8: as E1, but every get_user_pages of a COW mapping breaks COW first (17839856fd58). */
final class CowRulesE2 extends CowRulesE1 {
    CowRulesE2(KernelVersion version) {
        super(version);
    }

    @Override
    public String era() {
        return "E2";
    }

    @Override
    public boolean forcesCowBreak() {
        return true;
    }

    @Override
    public boolean copiesHugeAsHuge() {
        return false;
    }
}
