package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** 5.10 to 5.19: every open binds for itself and nothing happens to a queue when its mm dies. */
final class UacceRulesP510 implements UacceRules {

    @Override
    public String era() {
        return "P510";
    }

    @Override
    public @Nullable String note() {
        return null;
    }

    @Override
    public Errno answer(UacceCase situation) {
        return ErrnoTable.P510.answer(situation);
    }

    @Override
    public boolean perDeviceMutex() {
        return false;
    }

    @Override
    public boolean bindsOncePerMm() {
        return false;
    }

    @Override
    public boolean munmapFreesRegion() {
        return false;
    }

    @Override
    public boolean wipesRegionsOnFork() {
        return true;
    }

    @Override
    public boolean offersIsolation() {
        return false;
    }

    @Override
    public Program<FopsOpen> open() {
        return FopsOpen.UNLOCKED;
    }

    @Override
    public Program<FopsRelease> release() {
        return FopsRelease.PUTS_FIRST;
    }

    @Override
    public Program<PutHwQueue> putHwQueue() {
        return PutHwQueue.TAKES_MUTEX;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.ALWAYS_OK;
    }

    @Override
    public Program<UacceRemove> remove() {
        return UacceRemove.UNLOCKED;
    }
}
